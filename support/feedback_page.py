"""What pages about a round of feedback show: who would be asked what, what was recommended, where a worry goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from correspondence.models import TextConsent
from correspondence.reach import texts_are_on
from mentoring.models import Student
from support.feedback_people import by_audience, invited_of
from support.feedback_questions import words_of
from support.feedback_results import in_order
from support.feedback_table import recommendation_state
from support.models import Audience, FeedbackAudience, FeedbackInvitation, FeedbackRound, Recommendation
from tenancy.models import District, Person
from tenancy.person_pages import SectionRow
from tenancy.viewer import Viewer

_PLACES = {Audience.MENTORS: "mentoring:mentee_list", Audience.TEACHERS: "mentoring:student_list"}


@dataclass(frozen=True)
class DraftGroup:
    """One group of a draft: how many would be asked, of whom how many no message reaches, and what."""

    audience: FeedbackAudience
    count: int
    unreached: int
    questions: Sequence[str]

    @property
    def title(self) -> str:
        """Who they are."""
        return self.audience.get_audience_display()

    @property
    def counted(self) -> str:
        """ "Mentors: 12 people"."""
        words = ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}
        return _("%(group)s: %(people)s") % {"group": self.title, "people": words}


def draft_groups(round_: FeedbackRound, on: date) -> list[DraftGroup]:
    """The groups of a draft, as they would be asked now."""
    audiences = sorted(round_.audiences.all(), key=lambda one: Audience.values.index(one.audience))
    invited = invited_of(round_, [one.audience for one in audiences], on)
    people = by_audience(invited)
    lost = _unreached(round_.district, [one.person for one in invited])
    return [
        DraftGroup(
            one,
            len(people.get(one.audience, ())),
            sum(person.pk in lost for person in people.get(one.audience, ())),
            [words_of(question) for question in in_order(one)],
        )
        for one in audiences
    ]


def left_out(groups: Sequence[DraftGroup]) -> list[tuple[str, str]]:
    """Whom no message reaches, in a sentence for each group."""
    words = _("%(count)s without an email address. They find the questions on their first page when they sign in.")
    return [(one.title, words % {"count": one.unreached}) for one in groups if one.unreached]


def recommendation_rows(round_: FeedbackRound, viewer: Viewer) -> list[SectionRow]:
    """What was recommended after a round, by day."""
    rows = Recommendation.objects.visible_to(viewer).filter(round=round_).order_by("due_on", "pk")
    found = []
    for one in rows.prefetch_related("owner"):
        words, kind = recommendation_state(one, viewer)
        note = _("%(name)s, until %(day)s") % {"name": one.owner.name, "day": date_format(one.due_on)}
        url = reverse("support:recommendation_detail", args=[one.pk])
        found.append(SectionRow(one.what, note, kind=kind, status=words, links=[(_("Open"), url)]))
    return found


def worry_url(invitation: FeedbackInvitation) -> str:
    """Where somebody who is worried tells the school counselor, signed in; empty for parents, who call the school."""
    if invitation.audience == Audience.STUDENTS:
        mine = Student.objects.of(invitation.district).filter(person=invitation.person_id).first()
        return reverse("support:referral_write", args=[mine.pk]) if mine else ""
    name = _PLACES.get(Audience(invitation.audience))
    return reverse(name) if name else ""


def _unreached(district: District, people: Sequence[Person]) -> set[int]:
    """Ids of those who have no email address and did not agree to text messages."""
    without = {one.pk for one in people if not one.email}
    if not without or not texts_are_on(district):
        return without
    agreed = TextConsent.objects.of(district).filter(person__in=without, stopped_at=None)
    return without - set(agreed.values_list("person_id", flat=True))
