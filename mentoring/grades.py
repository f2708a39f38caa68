"""Grades as rosters write them: CEDS codes, in words and in order."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_EARLY: dict[str, str | Promise] = {
    "IT": gettext_lazy("Infant or toddler"),
    "PR": gettext_lazy("Preschool"),
    "PS": gettext_lazy("Preschool"),
    "PK": gettext_lazy("Prekindergarten"),
    "TK": gettext_lazy("Transitional kindergarten"),
    "KG": gettext_lazy("Kindergarten"),
}
_OTHER: dict[str, str | Promise] = {"UG": gettext_lazy("Ungraded"), "other": gettext_lazy("Other")}

#: Codes that say how far a student is, and how far; kindergarten and below are 0.
GRADE_NUMBERS: dict[str, int] = {**dict.fromkeys(_EARLY, 0), **{f"{number:02}": number for number in range(1, 14)}}


def grade_words(code: str) -> str:
    """A grade as people say it: "10" for "10", "9" for "09", "Kindergarten" for "KG"."""
    if code.isdecimal():
        return str(int(code))
    return str(_EARLY.get(code) or _OTHER.get(code) or code)


def grade_choices() -> list[tuple[str, str]]:
    """The grades of middle and high schools first, as forms offer them, then all others."""
    usual = [code for code, number in GRADE_NUMBERS.items() if number >= 6]
    rest = ["KG", *(code for code, number in GRADE_NUMBERS.items() if 1 <= number < 6)]
    return [(code, _("Grade %(grade)s") % {"grade": grade_words(code)}) for code in usual] + [
        (code, grade_words(code) if code == "KG" else _("Grade %(grade)s") % {"grade": grade_words(code)})
        for code in rest
    ]
