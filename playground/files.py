"""Files and canvases, from the upload to where they can be read.

Source: docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal
and canvases.create, November 2026.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playground.model import File, SlackError


@dataclass(slots=True)
class Upload:
    """A file on its way.

    Attributes:
        length: how many bytes it is to have.
        content: None before they came.
    """

    file_id: str
    name: str
    length: int
    content: bytes | None = None


class Files:
    """What the app has made for people, and what it is about to upload.

    Uploads that are not completed are forgotten with the process.

    Args:
        clock: seconds since 1970.
        changed: called after a file or canvas was added.
    """

    def __init__(self, clock: Callable[[], float], changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._files: dict[str, File] = {}
        self._uploads: dict[str, Upload] = {}

    def expect(self, name: str, length: int) -> tuple[str, str]:
        """Be ready for a file of so many bytes: the secret part of its address, and its id."""
        secret = secrets.token_urlsafe(18)
        self._uploads[secret] = Upload(_new_id(), name, length)
        return secret, self._uploads[secret].file_id

    def receive(self, secret: str, content: bytes) -> None:
        """Take the bytes of an expected file.

        Raises:
            SlackError: invalid_url for an unknown address, length_mismatch for another number of
                bytes than was told.
        """
        upload = self._uploads.get(secret)
        if upload is None:
            raise SlackError("invalid_url")
        if len(content) != upload.length:
            raise SlackError("length_mismatch")
        upload.content = content

    def is_received(self, file_id: str) -> bool:
        """Whether all of this file has come, and it was not completed yet."""
        return any(
            each.file_id == file_id and each.content is not None for each in self._uploads.values()
        )

    def complete(self, file_id: str, title: str, channel: str) -> File:
        """Make an upload a file of the workspace; SlackError("file_not_found")."""
        for secret, upload in self._uploads.items():
            if upload.file_id == file_id and upload.content is not None:
                del self._uploads[secret]
                file = File(
                    file_id,
                    "file",
                    upload.name,
                    title or upload.name,
                    upload.content,
                    int(self._clock()),
                    channel,
                )
                return self._add(file)
        raise SlackError("file_not_found")

    def write_canvas(self, title: str, markdown: str, channel: str) -> File:
        """Make a canvas."""
        canvas = File(
            _new_id(),
            "canvas",
            f"{title}.md",
            title or "Untitled",
            markdown.encode(),
            int(self._clock()),
            channel,
        )
        return self._add(canvas)

    def find(self, file_id: str) -> File:
        """A file or canvas; SlackError("file_not_found")."""
        try:
            return self._files[file_id]
        except KeyError:
            raise SlackError("file_not_found") from None

    def every(self) -> Iterable[File]:
        """All files and canvases, the oldest first."""
        return self._files.values()

    def canvases(self, channel: str) -> list[File]:
        """The canvases that stand in tabs of this channel."""
        return [each for each in self.every() if (each.kind, each.channel) == ("canvas", channel)]

    def restore(self, files: Iterable[File]) -> None:
        """Put back what was kept, silently."""
        self._files = {each.id: each for each in files}

    def _add(self, file: File) -> File:
        self._files[file.id] = file
        self._changed()
        return file


def _new_id() -> str:
    return f"F{secrets.token_hex(5).upper()}"
