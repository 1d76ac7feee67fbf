"""The one error that passes from the child to its parent."""


class FileRefused(ValueError):
    """The file is not accepted; the message says what is wrong and what to do."""
