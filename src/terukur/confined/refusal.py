"""The one error that passes from the child to its parent."""


class FileRefused(ValueError):
    """A file is not taken; the message says what is wrong and what to do."""
