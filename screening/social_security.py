"""Social Security numbers are never kept here: text that looks like one is refused where it is typed."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_BETWEEN = r"[\s.\-_/\u00ad\u2010-\u2015]*"
#: 123-45-6789 in every spelling, also inside a longer text.
_GROUPS = re.compile(rf"(?<!\d)\d{{3}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{4}}(?!\d)")
#: Digits however far apart, as one run.
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d)*")
_DIGITS = 9

REFUSAL = _("This looks like a Social Security number. Waymark never keeps those: leave it out.")


def looks_like_one(text: str) -> bool:
    """Whether a text holds nine digits that may be a Social Security number: bare, spaced or with dashes."""
    plain = unicodedata.normalize("NFKC", text)
    runs = (sum(letter.isdigit() for letter in run) for run in _RUN.findall(plain))
    return bool(_GROUPS.search(plain)) or any(count == _DIGITS for count in runs)


def refuse(text: str) -> None:
    """A validator of text fields: raises ValidationError for what looks like a Social Security number."""
    if looks_like_one(text):
        raise ValidationError(REFUSAL, code="social_security_number")
