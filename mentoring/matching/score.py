"""What a student and a mentor have in common: a sum of visible whole numbers, 0 to 100.

It says who should talk to each other, never who will get along: after the interview the two decide themselves. Nothing
here knows anybody's sex or race.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from mentoring.career_areas import CareerArea
from mentoring.models import PlaceKind

#: The most that each part gives.
CAREER, INTERESTS, TIME, LANGUAGE, PLACE, WISH = 40, 20, 15, 10, 10, 5
#: Points for one, two and more words in common.
_BY_WORDS = (0, 10, 15, INTERESTS)
#: Shorter words say little, and these long ones too, in the languages that people write here.
_SHORTEST = 4
_EMPTY_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """about also because been being both career careers como could cuando does doing down each even from gusta have
        help helping here into just know like lots love made make many mentor more most much need only other para people
        porque really school should some something student students sobre than that their them then there these they
        thing things this time under very want wants well were what when where which while will with work working works
        would year years your trabajo trabajar quiero escuela tengo""",
    )
)
#: Days and times of a day as people write them, in English and Spanish.
_TIMES = {
    "monday": ("mon", "monday", "mondays", "lunes"),
    "tuesday": ("tue", "tues", "tuesday", "tuesdays", "martes"),
    "wednesday": ("wed", "wednesday", "wednesdays", "miercoles"),
    "thursday": ("thu", "thur", "thurs", "thursday", "thursdays", "jueves"),
    "friday": ("fri", "friday", "fridays", "viernes"),
    "saturday": ("sat", "saturday", "saturdays", "sabado", "sabados"),
    "morning": ("morning", "mornings", "manana", "mananas"),
    "lunch": ("lunch", "lunchtime", "noon", "almuerzo", "mediodia"),
    "afternoon": ("afternoon", "afternoons", "tarde", "tardes"),
    "evening": ("evening", "evenings", "noche", "noches"),
}
_SCHOOL_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday"}
#: "Any day", "every day but Friday", "cualquier día menos el viernes": up to the end of the sentence.
_ANY_DAY = re.compile(
    r"\b(?:(?:any|every) (?:school )?day|all (?:school )?days|cualquier dia|todos los dias)\b"
    r"(?:,? (?:but|except|excepto|menos) (?P<left_out>[^.;]*))?"
)


@dataclass(frozen=True)
class StudentProfile:
    """What counts of a student: career area, what they wrote, when they have time, their language."""

    career_area: str = ""
    texts: tuple[str, ...] = ()
    times: str = ""
    language: str = "en"


@dataclass(frozen=True)
class MentorProfile:
    """What counts of a mentor."""

    career_areas: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    times: str = ""
    language: str = "en"
    languages: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of a score: its points of so many, and a sentence that says why."""

    code: str
    points: int
    most: int
    sentence: str


@dataclass(frozen=True)
class Score:
    """All parts, and their sum."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(one.points for one in self.parts)

    @property
    def common(self) -> list[str]:
        """What they have in common, in sentences."""
        return [one.sentence for one in self.parts if one.points]


def score(student: StudentProfile, mentor: MentorProfile, *, places: Iterable[str], asked: bool) -> Score:
    """What the two have in common. ``places``: where the program meets; ``asked``: the student asked to meet them."""
    return Score(
        (
            _career(student, mentor),
            _interests(student, mentor),
            _time(student, mentor),
            _language(student, mentor),
            _place(mentor, places),
            _wish(asked=asked),
        )
    )


def _career(student: StudentProfile, mentor: MentorProfile) -> Part:
    if not student.career_area:
        return Part("career", 0, CAREER, _("The student’s career area is not known."))
    if student.career_area in mentor.career_areas:
        return Part("career", CAREER, CAREER, _("Both: %(area)s.") % {"area": CareerArea(student.career_area).label})
    if not mentor.career_areas:
        return Part("career", 0, CAREER, _("The mentor’s career areas are not known."))
    return Part("career", 0, CAREER, _("Different career areas."))


def _interests(student: StudentProfile, mentor: MentorProfile) -> Part:
    common = sorted(words_of(student.texts) & words_of(mentor.texts))
    points = _BY_WORDS[min(len(common), len(_BY_WORDS) - 1)]
    if not common:
        return Part("interests", 0, INTERESTS, _("No words in common in what they wrote."))
    words = ngettext("Both wrote: %(words)s.", "Both wrote: %(words)s.", len(common))
    return Part("interests", points, INTERESTS, words % {"words": ", ".join(common[:6])})


def _time(student: StudentProfile, mentor: MentorProfile) -> Part:
    if not student.times or not mentor.times:
        return Part("time", 0, TIME, _("When they have time is not known of both."))
    common = [one for one in _TIMES if one in times_of(student.times) & times_of(mentor.times)]
    if not common:
        return Part("time", 0, TIME, _("They name no time in common."))
    labels = {
        "monday": _("Monday"), "tuesday": _("Tuesday"), "wednesday": _("Wednesday"), "thursday": _("Thursday"),
        "friday": _("Friday"), "saturday": _("Saturday"), "morning": _("mornings"), "lunch": _("lunch"),
        "afternoon": _("afternoons"), "evening": _("evenings"),
    }  # fmt: skip
    return Part(
        "time", TIME, TIME, _("Both have time: %(times)s.") % {"times": ", ".join(labels[one] for one in common)}
    )


def _language(student: StudentProfile, mentor: MentorProfile) -> Part:
    name = get_language_info(student.language)
    spoken = {_fold(name["name"]), _fold(name["name_local"])}
    if student.language == mentor.language or spoken & set(_fold(mentor.languages).split()):
        return Part(
            "language", LANGUAGE, LANGUAGE, _("Both speak %(language)s.") % {"language": name["name_translated"]}
        )
    words = _("The mentor has not named the student’s language, %(language)s.")
    return Part("language", 0, LANGUAGE, words % {"language": name["name_translated"]})


def _place(mentor: MentorProfile, places: Iterable[str]) -> Part:
    common = [one for one in places if one in mentor.places]
    if common:
        names = ", ".join(str(PlaceKind(one).label).lower() for one in common)
        return Part("place", PLACE, PLACE, _("The mentor can meet %(places)s.") % {"places": names})
    words = _("The mentor has named no place of this program.")
    return Part("place", 0, PLACE, words)


def _wish(*, asked: bool) -> Part:
    if asked:
        return Part("wish", WISH, WISH, _("The student asked to meet this mentor."))
    return Part("wish", 0, WISH, _("The student has not asked to meet this mentor."))


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts that say something, in small letters without accents."""
    found = {word for text in texts for word in re.findall(r"[a-z]+", _fold(text)) if len(word) >= _SHORTEST}
    return found - _EMPTY_WORDS


def times_of(text: str) -> set[str]:
    """The days and times of a day that a text names; "any day but Friday" names the four others."""
    folded = _fold(text)
    any_day = _ANY_DAY.search(folded)
    if any_day is None:
        return _named(folded)
    rest = folded[: any_day.start()] + " " + folded[any_day.end() :]
    return (_SCHOOL_DAYS | _named(rest)) - _named(any_day["left_out"] or "")


def _named(folded: str) -> set[str]:
    words = set(re.findall(r"[a-z]+", folded))
    return {name for name, written in _TIMES.items() if words & set(written)}


def _fold(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
