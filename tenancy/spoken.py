"""Which of two texts a reader reads, where both languages of a thing are kept beside each other."""

from django.utils.translation import get_language


def in_reader_language(english: str, spanish: str) -> str:
    """The Spanish text for whoever reads Spanish, where there is one; else the English."""
    reads_spanish = (get_language() or "").partition("-")[0] == "es"
    return (spanish if reads_spanish else "") or english
