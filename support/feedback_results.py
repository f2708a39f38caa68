"""What came of a round: by audience, question by question, beside the round before; as a page and as a file.

Of an audience of which fewer than FEWEST have answered, nothing is shown but how many. Comments stand in the order of
their letters, which says nothing of when they came.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.feedback_questions import choices_of, key_of, words_of
from support.feedback_rules import FEWEST, is_shown
from support.models import FeedbackAudience, FeedbackComment, FeedbackQuestion, FeedbackRound, FeedbackTally
from tenancy.charts import Bar, BarChart

Kind = FeedbackQuestion.Kind
#: Counts by choice.
Tallies = Mapping[int, int]
HEADINGS = (
    gettext_lazy("Who"),
    gettext_lazy("Question"),
    gettext_lazy("Answer"),
    gettext_lazy("People"),
    gettext_lazy("Round before"),
)


@dataclass(frozen=True)
class QuestionResult:
    """What was said to one question: counts, or comments. ``before``: the same of the round before, if it was asked."""

    question: FeedbackQuestion
    counts: Tallies = field(default_factory=dict)
    before: Tallies | None = None
    comments: Sequence[str] = ()

    @property
    def words(self) -> str:
        """The question."""
        return words_of(self.question)

    @property
    def is_text(self) -> bool:
        """Whether people wrote."""
        return self.question.kind == Kind.TEXT

    @property
    def average(self) -> str:
        """Of a scale: "4.2 on average", beside the round before; of yes or no: how many of a hundred said yes."""
        now, then = _average(self.question.kind, self.counts), _average(self.question.kind, self.before or {})
        if not now:
            return _("Nobody answered this.")
        words = _("%(now)s of 5 on average") if self.question.kind == Kind.SCALE else _("%(now)s said yes")
        before = _(", %(then)s in the round before") % {"then": then} if then else ""
        return words % {"now": now} + before + "."

    @property
    def chart(self) -> BarChart:
        """How many gave which answer."""
        return BarChart(
            name=f"question-{self.question.pk}",
            title=self.words,
            label_heading=_("Answer"),
            value_heading=_("People"),
            bars=[
                Bar(words, self.counts.get(number, 0), None if self.before is None else self.before.get(number, 0))
                for number, words in choices_of(self.question.kind)
            ],
            plan_heading=_("Round before") if self.before is not None else "",
        )


@dataclass(frozen=True)
class AudienceResult:
    """What one audience said; without ``questions`` where too few of it have answered."""

    audience: FeedbackAudience
    questions: Sequence[QuestionResult] = ()
    before: FeedbackAudience | None = None

    @property
    def is_shown(self) -> bool:
        """Whether enough have answered."""
        return is_shown(self.audience)

    @property
    def answered(self) -> str:
        """ "12 of 20 answered (15 of 18 in the round before)"."""
        words = _("%(count)s of %(all)s have answered") % _numbers(self.audience)
        if self.before is None:
            return words
        return words + _(" (%(count)s of %(all)s in the round before)") % _numbers(self.before)


def results_of(round_: FeedbackRound) -> list[AudienceResult]:
    """What each audience said, in the order of asking. A fixed number of queries, however many questions."""
    audiences, earlier = _audiences(round_), _earlier(round_)
    before = {one.audience: one for one in (_audiences(earlier) if earlier else ()) if is_shown(one)}
    shown = [one for one in audiences if is_shown(one)]
    counts, comments = _said([*shown, *before.values()])
    then = {
        (code, key_of(one)): counts.get(one.pk, {})
        for code, audience in before.items()
        for one in audience.questions.all()
    }
    return [
        AudienceResult(
            one,
            [
                QuestionResult(
                    question,
                    counts.get(question.pk, {}),
                    then.get((one.audience, key_of(question))) if question.kind != Kind.TEXT else None,
                    comments.get(question.pk, ()),
                )
                for question in in_order(one)
            ]
            if is_shown(one)
            else (),
            before.get(one.audience),
        )
        for one in audiences
    ]


def in_order(audience: FeedbackAudience) -> list[FeedbackQuestion]:
    """The questions of an audience as they are asked."""
    return sorted(audience.questions.all(), key=lambda one: one.position)


def lines_of(results: Sequence[AudienceResult]) -> Iterator[list[object]]:
    """The same as lines of a file, below HEADINGS: one for each answer that can be given, one for each comment."""
    for one in results:
        who = one.audience.get_audience_display()
        before = one.before.answered if one.before else ""
        yield [who, _("Asked"), "", one.audience.asked, one.before.asked if one.before else ""]
        yield [who, _("Answered"), "", one.audience.answered, before]
        if not one.is_shown:
            yield [who, _("Not shown: fewer than %(count)s have answered") % {"count": FEWEST}, "", "", ""]
        for result in one.questions:
            for number, words in choices_of(result.question.kind):
                then = "" if result.before is None else result.before.get(number, 0)
                yield [who, result.words, words, result.counts.get(number, 0), then]
            for text in result.comments:
                yield [who, result.words, text, "", ""]


def _audiences(round_: FeedbackRound) -> list[FeedbackAudience]:
    rows = FeedbackAudience.objects.of(round_.district).filter(round=round_).order_by("pk")
    return list(rows.prefetch_related("questions"))


def _earlier(round_: FeedbackRound) -> FeedbackRound | None:
    """The round of the same program, or of the one that it continues, that was sent last before this one."""
    programs = [round_.program_id, *([round_.program.continues_id] if round_.program.continues_id else [])]
    rows = FeedbackRound.objects.of(round_.district).filter(program__in=programs, sent_at__lt=round_.sent_at)
    return rows.order_by("-sent_at", "-pk").first()


def _said(audiences: Sequence[FeedbackAudience]) -> tuple[Mapping[int, Tallies], Mapping[int, Sequence[str]]]:
    """Counts and comments of these audiences by question. Two queries, none without audiences."""
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    comments: dict[int, list[str]] = defaultdict(list)
    if not audiences:
        return counts, comments
    district, ids = audiences[0].district, [one.pk for one in audiences]
    tallies = FeedbackTally.objects.of(district).filter(question__audience__in=ids)
    for question_id, choice, count in tallies.values_list("question_id", "choice", "count"):
        counts[question_id][choice] = count
    written = FeedbackComment.objects.of(district).filter(question__audience__in=ids)
    for question_id, text in written.values_list("question_id", "text"):
        comments[question_id].append(text)
    return counts, {pk: sorted(texts, key=str.casefold) for pk, texts in comments.items()}


def _average(kind: str, counts: Tallies) -> str:
    """The mean of a scale with one decimal, the share of yes in percent; nothing where nobody answered."""
    people = sum(counts.values())
    if not people:
        return ""
    total = sum(choice * count for choice, count in counts.items())
    return f"{total / people:.1f}" if kind == Kind.SCALE else f"{100 * total / people:.0f}%"


def _numbers(audience: FeedbackAudience) -> dict[str, int]:
    return {"count": audience.answered, "all": audience.asked}
