"""Failures that a person is told in one line."""


class CannotStartError(Exception):
    """The app cannot start; the message says why and what to do, and holds no secret."""
