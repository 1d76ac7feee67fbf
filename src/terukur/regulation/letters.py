"""How many letters a text has at least where an act asks for words: fewer cannot name a reason."""

PHRASE_LETTERS = 10
"""A short reason or answer, kept beside the act."""
SENTENCE_LETTERS = 20
"""What was seen, said or found, on which somebody else decides or answers."""


def has_letters(text: str, least: int) -> bool:
    """Return whether a text has so many letters, spaces around it not counted."""
    return len(text.strip()) >= least
