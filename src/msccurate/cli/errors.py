"""What ends a command with exit status 2."""


class UsageError(Exception):
    """Wrong usage or configuration; the message is for the person at the terminal."""
