"""Finds street addresses in text: an address that a court protects must not be stored, so no note may hold one."""

import re

_STREET = (
    r"street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir|place|pl|way|terrace|ter|"
    r"parkway|pkwy|highway|hwy|trail|trl|square|sq|loop|alley|crescent|calle|avenida|camino|carrera"
)
#: A house number with a street soon behind it: "12 Oak St.", "4501 N. Martin Luther King Jr. Blvd", "Calle del Sol 14".
_NUMBER_AND_STREET = re.compile(
    rf"\b\d{{1,6}}[a-z]?\s+(?:[\w.'’-]+\s+){{1,5}}(?:{_STREET})\b\.?|\b(?:calle|avenida|camino)\s+(?:[\w.'’-]+\s+){{0,4}}#?\d+",
    re.I,
)
_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\s*#?\s*\d+", re.I)
_APARTMENT = re.compile(r"\b(?:apt|apartment|unit|suite|ste)\.?\s*#?\s*\d+\w?\b", re.I)
#: A ZIP code behind a state ("IL 60614") or with its four digits more ("60614-1234").
_ZIP = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|"
    r"V[AT]|W[AIVY])\.?,?\s+\d{5}\b|\b\d{5}-\d{4}\b|\bzip(?:\s*code)?\W{0,3}\d{5}\b",
)
#: What looks like an address and is none: "3 days at a time", "12 June", "the Circuit Court", "court order".
_ORDINARY = re.compile(
    r"\b\d{1,6}(?:st|nd|rd|th)?\s+(?:days?|weeks?|months?|years?|hours?|of|and|or|the|to|for|in|at|after|before|"
    r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
    r"|\b(?:family|circuit|district|juvenile|superior|county|state|probate|municipal|supreme)\s+court\b|\bcourt\s+order",
    re.I,
)


def holds_street_address(text: str) -> bool:
    """Whether a text seems to hold where somebody lives. Better once too often than once too little."""
    bare = _ORDINARY.sub(" ; ", text)
    return any(pattern.search(bare) for pattern in (_NUMBER_AND_STREET, _BOX, _APARTMENT, _ZIP))
