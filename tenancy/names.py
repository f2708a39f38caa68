"""Names as people type them, folded for looking up: small letters, no accents, single spaces."""

import unicodedata

#: Letters that decomposition leaves alone.
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})


def fold(*parts: str) -> str:
    """Fold names for search: ``fold("García", "Łukasz")`` is ``"garcia lukasz"``. Apostrophes and hyphens go."""
    text = " ".join(part for part in parts if part).casefold().translate(_PLAIN)
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(
        "".join(letter if letter.isalnum() else "" if letter in "'’`." else " " for letter in letters).split()
    )
