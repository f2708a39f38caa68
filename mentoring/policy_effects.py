"""What a change of a program's rules would mean for those who are in it already."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from mentoring.models import Format, Interest, Match, MatchStudent, Policy, ProgramMentor, ProgramStudent

#: Grades below the first one, as rosters write them.
_BEFORE_FIRST = ("IT", "PR", "PK", "TK", "KG", "PS")


@dataclass(frozen=True)
class Change:
    """A policy, the values that somebody wants instead, and the day on which they would change it."""

    policy: Policy
    values: Mapping[str, object]
    on: date

    def raises(self, name: str) -> bool:
        """Whether a number would become higher."""
        return self.number(name) > int(getattr(self.policy, name))

    def turns_on(self, name: str) -> bool:
        """Whether a switch would be turned on."""
        return bool(self._new(name)) and not getattr(self.policy, name)

    def is_new(self, name: str) -> bool:
        """Whether the value would be another one."""
        return bool(self._new(name) != getattr(self.policy, name))

    def number(self, name: str) -> int:
        """The number that is wanted."""
        return int(str(self._new(name)))

    def codes(self, name: str) -> list[str]:
        """The codes that are wanted."""
        wanted = self._new(name)
        return [str(one) for one in wanted] if isinstance(wanted, list) else []

    def _new(self, name: str) -> object:
        return self.values.get(name, getattr(self.policy, name))


def effects(change: Change) -> list[str]:
    """What the change would mean, in sentences, worst first; empty when it touches nobody."""
    return [
        *_for_students(change),
        *_for_mentors(change),
        *_for_matches(change),
    ]


def _for_students(change: Change) -> Iterator[str]:
    places = ProgramStudent.objects.of(change.policy.district).filter(program=change.policy.program_id)
    accepted = places.filter(state=ProgramStudent.State.ACCEPTED)
    if change.raises("minimum_grade"):
        lowest = change.number("minimum_grade")
        below = [f"{grade:02}" for grade in range(1, lowest)] + [str(grade) for grade in range(1, lowest)]
        young = accepted.filter(student__grade__in=[*_BEFORE_FIRST, *below], exception_reason="").count()
        yield from _said(
            young,
            ngettext(
                "%(count)s student who is accepted is below the new lowest grade. They stay accepted.",
                "%(count)s students who are accepted are below the new lowest grade. They stay accepted.",
                young,
            ),
        )
    if change.turns_on("requires_career_area"):
        yield from _unknown(accepted.filter(student__career_area=""), _career_area_words)
    if change.turns_on("requires_career_course") or (
        change.policy.requires_career_course and change.is_new("career_course_codes")
    ):
        fitting = accepted.filter(student__career_course_codes__overlap=change.codes("career_course_codes"))
        yield from _unknown(accepted.exclude(pk__in=fitting.values("pk")), _career_course_words)
    if change.turns_on("requires_interview"):
        waiting = places.filter(state=ProgramStudent.State.APPLIED, interviews=None)
        yield from _unknown(waiting, _interview_words)


def _for_mentors(change: Change) -> Iterator[str]:
    if not change.raises("minimum_mentor_age"):
        return
    age = change.number("minimum_mentor_age")
    youngest = date(change.on.year - age, change.on.month, min(change.on.day, 28))
    mentors = ProgramMentor.objects.of(change.policy.district).filter(
        program=change.policy.program_id, state=ProgramMentor.State.ACCEPTED, mentor__born_on__gt=youngest
    )
    count = mentors.count()
    yield from _said(
        count,
        ngettext(
            "%(count)s mentor who is accepted is younger than that. They stay accepted.",
            "%(count)s mentors who are accepted are younger than that. They stay accepted.",
            count,
        ),
    )


def _for_matches(change: Change) -> Iterator[str]:
    matches = Match.objects.of(change.policy.district).open().filter(program=change.policy.program_id)
    if change.is_new("formats"):
        gone = set(change.policy.formats) - set(change.codes("formats"))
        for code in [one for one in Format if one.value in gone]:
            count = matches.filter(format=code).count()
            words = ngettext(
                "%(count)s match goes on as “%(format)s”, which would no longer be offered.",
                "%(count)s matches go on as “%(format)s”, which would no longer be offered.",
                count,
            )
            yield from _said(count, words, format=code.label)
    if change.policy.students_may_ask and change.is_new("students_may_ask"):
        waiting = Interest.objects.of(change.policy.district).open().filter(program=change.policy.program_id).count()
        words = ngettext(
            "%(count)s student has asked to meet a mentor. The mentor can still answer.",
            "%(count)s students have asked to meet a mentor. The mentors can still answer.",
            waiting,
        )
        yield from _said(waiting, words)
    if change.policy.several_mentors and change.is_new("several_mentors"):
        several = _with_several(matches).count()
        words = ngettext(
            "%(count)s student has more than one mentor of their own. Both matches go on.",
            "%(count)s students have more than one mentor of their own. Their matches go on.",
            several,
        )
        yield from _said(several, words)
    if change.is_new("promised_months"):
        running = matches.filter(state=Match.State.RUNNING).count()
        words = ngettext(
            "%(count)s running match keeps the time that was promised at its start.",
            "%(count)s running matches keep the time that was promised at their start.",
            running,
        )
        yield from _said(running, words)


def _with_several(matches: "QuerySet[Match]") -> "QuerySet[Any, Any]":
    """Students who are in more than one of these matches one-to-one."""
    alone = MatchStudent.objects.filter(match__in=matches.filter(format=Format.ONE_TO_ONE).values("pk"), left_on=None)
    return alone.order_by().values("student").annotate(number=Count("pk")).filter(number__gt=1)


def _unknown(places: "QuerySet[ProgramStudent]", words: Callable[[int], str]) -> Iterator[str]:
    count = places.distinct().count()
    yield from _said(count, words(count))


def _career_area_words(count: int) -> str:
    return ngettext(
        "%(count)s student who is accepted has named no career area. They stay accepted and should be asked.",
        "%(count)s students who are accepted have named no career area. They stay accepted and should be asked.",
        count,
    )


def _career_course_words(count: int) -> str:
    return ngettext(
        "%(count)s student who is accepted is in none of these courses, as far as is known. They stay accepted.",
        "%(count)s students who are accepted are in none of these courses, as far as is known. They stay accepted.",
        count,
    )


def _interview_words(count: int) -> str:
    return ngettext(
        "%(count)s student who applied must be interviewed before a decision.",
        "%(count)s students who applied must be interviewed before a decision.",
        count,
    )


def _said(count: int, words: str, **more: object) -> Iterator[str]:
    if count:
        yield words % {"count": count, **more}
