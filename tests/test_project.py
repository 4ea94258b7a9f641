"""What the project promises about itself: its rooms, its documents, its pins, its image."""

import http.server
import json
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "engine", "knowledge", "playground")
LINES_MAX = 350
NOT_OURS = {"build", "dist", "data", "node_modules", "__pycache__"}

SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]

requirements = pytest.mark.parametrize(
    "file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_files() -> Iterator[Path]:
    """The files of the project, without what tools and runs leave behind."""
    for folder, below, files in os.walk(ROOT):
        below[:] = [
            name
            for name in below
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (name == ".ci" or not name.startswith("."))
        ]
        yield from (Path(folder) / name for name in files if name != ".env")


def own_text(*suffixes: str) -> Iterator[tuple[Path, str]]:
    for path in own_files():
        if not suffixes or path.suffix in suffixes:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture


# Rooms


def test_nobody_imports_what_their_room_may_not_know() -> None:
    # In a process of its own: import-linter configures the logging of the one it runs in.
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_module_fits_in_a_readers_head() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_MAX} == {}


def test_only_one_module_calls_slack_to_send() -> None:
    calls = re.compile(r"\.(chat|views)_[a-z]+\w*\(|[\"'](chat|views)\.[a-z]", re.IGNORECASE)
    bot = [path for path in SOURCES if path.is_relative_to(ROOT / "bot")]
    assert [named(path) for path in bot if calls.search(path.read_text())] == ["bot/slack.py"]


def test_every_module_imports_in_an_empty_environment_and_does_nothing(tmp_path: Path) -> None:
    modules = [
        found.name
        for room in ROOMS
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")
        # Alembic runs its environment by importing it; __main__ is a program.
        if not found.name.endswith((".migrations.env", ".__main__"))
    ]
    assert "bot.app" in modules
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "import threading\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *modules],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


# Documents


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{named(path)}: {target}"
        for path, text in own_text(".md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", text)
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_setting_is_in_the_example_and_the_readme() -> None:
    example = (ROOT / ".env.example").read_text()
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.MULTILINE)
    assert sorted(name for name, _ in lines) == sorted(n.upper() for n in Settings.model_fields)
    readme = (ROOT / "README.md").read_text()
    assert [name for name, _ in lines if f"`{name}`" not in readme] == []


def test_the_defaults_in_the_example_are_the_defaults() -> None:
    example = (ROOT / ".env.example").read_text()
    stated = dict(re.findall(r"^#?([A-Z_]+)=(.+)$", example, re.MULTILINE))
    fields = Settings.model_fields.items()
    assert stated == {
        name.upper(): str(field.default) for name, field in fields if field.default is not None
    }


def test_every_setting_of_the_example_has_a_comment_line_above_it() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    settings = [n for n, line in enumerate(lines) if re.match(r"#?[A-Z_]+=", line)]
    assert all(lines[n - 1].startswith("# ") for n in settings)


def test_make_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert targets is not None
    # The tests may run under a make of their own, which would speak through this one.
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make"], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )
    listed = [line.split()[:2] for line in done.stdout.splitlines()]
    assert listed == [["make", target] for target in targets[1].split()]


def test_the_check_of_a_change_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


# Requirements


@requirements
def test_every_requirement_is_pinned_and_hashed_and_names_no_place(file: Path) -> None:
    text = file.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE)
    entries = re.findall(
        r"^(\S[^\n#]*?) ?\\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n?)+)", text, re.MULTILINE
    )
    stated = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
    assert len(entries) == len(stated) > 0
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", name) for name, _ in entries)


def test_what_runs_is_what_was_tested() -> None:
    pin = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    run, dev = (
        set(pin.findall((ROOT / "requirements" / name).read_text()))
        for name in ("run.txt", "dev.txt")
    )
    assert run <= dev


def test_no_file_names_a_package_registry() -> None:
    host = re.compile(r"https?://[^\s/]*(pypi|pythonhosted|artifactory|nexus|npmjs)", re.IGNORECASE)
    found = [
        named(path)
        for path, text in own_text()
        # A fact may cite the page of a package.
        if host.search(text) and not path.is_relative_to(ROOT / "knowledge")
    ]
    assert found == []


# The image


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and their arguments, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    joined = re.sub(r"\\\n\s*", " ", text)
    return [
        (word, rest)
        for line in joined.splitlines()
        if line
        for word, _, rest in [line.partition(" ")]
    ]


def arguments(word: str) -> list[str]:
    return [rest for each, rest in instructions() if each == word]


def test_the_image_runs_as_a_numbered_user_without_rights() -> None:
    user, _, group = arguments("USER")[-1].partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_signals_reach_the_bot_and_no_shell_stands_between() -> None:
    assert json.loads(arguments("ENTRYPOINT")[-1]) == ["orchestrator"]
    assert json.loads(arguments("CMD")[-1]) == ["serve"]


def test_all_that_the_image_installs_is_checked_by_hash_or_built_here() -> None:
    installs = [
        step
        for rest in arguments("RUN")
        for step in rest.split("&&")
        if re.search(r"\bpip\b.* (install|wheel) ", step)
    ]
    assert len(installs) == 4
    assert all("--require-hashes" in step or "--no-deps" in step for step in installs)
    assert arguments("ADD") == []


def test_the_base_of_the_image_is_named_with_its_version() -> None:
    bases = {rest.partition(" ")[0] for rest in arguments("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", bases.pop())


def test_what_the_image_copies_is_there_and_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [
        path
        for rest in arguments("COPY")
        if "--from" not in rest
        for path in shlex.split(rest)[:-1]
    ]
    assert all((ROOT / path).exists() for path in copied)
    assert {f"!{Path(path).parts[0]}" for path in copied} <= set(let_through)


def test_the_image_listens_to_everyone_and_keeps_its_state_in_a_volume() -> None:
    settings = dict(pair.split("=", 1) for pair in shlex.split(arguments("ENV")[-1]))
    assert settings["HOST"] == "0.0.0.0"  # noqa: S104  a container's network is its own
    assert arguments("EXPOSE") == [settings["PORT"]]
    assert arguments("VOLUME") == [settings["DATA_DIR"]]


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (503, False)])
def test_the_health_check_believes_the_health_page(status: int, *, is_healthy: bool) -> None:
    asked = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    command = json.loads(arguments("HEALTHCHECK")[-1].partition(" CMD ")[2])
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever).start()
        done = subprocess.run(
            [sys.executable, *command[1:]],
            env={"PORT": str(server.server_port)},
            capture_output=True,
            check=False,
        )
        server.shutdown()
    assert asked == ["/healthz"]
    assert (done.returncode == 0) is is_healthy
