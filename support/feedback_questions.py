"""The questions that Waymark brings: a short set for each audience, in English and Spanish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.models import Audience, FeedbackQuestion

Kind = FeedbackQuestion.Kind
#: Questions of their own that a coordinator may add for each audience.
MOST_OWN = 3
#: The ends of a scale from 1 to 5.
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class BuiltIn:
    """One question of ours. ``code`` stays for ever, so that rounds can be laid beside each other."""

    code: str
    kind: Kind
    words: Promise | str


_BEST, _BETTER = gettext_lazy("What goes well?"), gettext_lazy("What should be different?")

BUILT_IN: Mapping[str, Sequence[BuiltIn]] = {
    Audience.STUDENTS: (
        BuiltIn("student_forward", Kind.SCALE, gettext_lazy("Do you look forward to meeting your mentor?")),
        BuiltIn("student_listens", Kind.SCALE, gettext_lazy("Does your mentor listen to you?")),
        BuiltIn("student_learns", Kind.SCALE, gettext_lazy("Do you learn about work and careers?")),
        BuiltIn("student_friend", Kind.YES_NO, gettext_lazy("Would you tell a friend to take part?")),
        BuiltIn("student_best", Kind.TEXT, _BEST),
        BuiltIn("student_better", Kind.TEXT, _BETTER),
    ),
    Audience.MENTORS: (
        BuiltIn("mentor_worth", Kind.SCALE, gettext_lazy("Is your time as a mentor well spent?")),
        BuiltIn("mentor_prepared", Kind.SCALE, gettext_lazy("Did training and orientation prepare you well?")),
        BuiltIn("mentor_helped", Kind.SCALE, gettext_lazy("Do you get help from the school when you need it?")),
        BuiltIn("mentor_again", Kind.YES_NO, gettext_lazy("Would you mentor again?")),
        BuiltIn("mentor_best", Kind.TEXT, _BEST),
        BuiltIn("mentor_better", Kind.TEXT, _BETTER),
    ),
    Audience.GUARDIANS: (
        BuiltIn("guardian_good", Kind.SCALE, gettext_lazy("Is the program good for your child?")),
        BuiltIn("guardian_told", Kind.SCALE, gettext_lazy("Do you hear enough about what happens in it?")),
        BuiltIn("guardian_safe", Kind.SCALE, gettext_lazy("Is your child in good hands in it?")),
        BuiltIn("guardian_contact", Kind.YES_NO, gettext_lazy("Do you know whom to ask when you have a question?")),
        BuiltIn("guardian_best", Kind.TEXT, _BEST),
        BuiltIn("guardian_better", Kind.TEXT, _BETTER),
    ),
    Audience.TEACHERS: (
        BuiltIn("teacher_gain", Kind.SCALE, gettext_lazy("Do your students gain from their mentors?")),
        BuiltIn("teacher_fits", Kind.SCALE, gettext_lazy("Does the program fit into your school day?")),
        BuiltIn("teacher_helped", Kind.SCALE, gettext_lazy("Do you get what you need to supervise matches?")),
        BuiltIn("teacher_again", Kind.YES_NO, gettext_lazy("Should your school go on with the program?")),
        BuiltIn("teacher_best", Kind.TEXT, _BEST),
        BuiltIn("teacher_better", Kind.TEXT, _BETTER),
    ),
}
_WORDS = {one.code: one.words for some in BUILT_IN.values() for one in some}


def words_of(question: FeedbackQuestion) -> str:
    """The question in the reader's language; the coordinator's own as it was typed."""
    return question.words or str(_WORDS.get(question.code, question.code))


def key_of(question: FeedbackQuestion) -> tuple[str, str]:
    """What makes a question the same in two rounds: its code, or its kind and words."""
    return (question.code, "") if question.code else (question.kind, question.words.strip().lower())


def choices_of(kind: str) -> list[tuple[int, str]]:
    """What can be chosen, in the order of showing; nothing where one writes."""
    if kind == Kind.YES_NO:
        return [(1, _("Yes")), (0, _("No"))]
    if kind == Kind.SCALE:
        ends = {LOWEST: _("1: not at all"), HIGHEST: _("5: very much")}
        return [(number, ends.get(number, str(number))) for number in range(LOWEST, HIGHEST + 1)]
    return []
