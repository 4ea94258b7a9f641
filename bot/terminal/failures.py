"""The failure that is the fault of what was typed after a command."""


class ArgumentError(Exception):
    """An argument cannot be used: the message, one line that says what to write instead."""
