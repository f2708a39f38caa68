"""On a person's page: when they meet next, when they met last, what they have not signed."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Party
from config.homes.meeting_words import day_words, meeting_words
from meetings.reading import held_of, next_of
from mentoring.models import Match, MatchMentor, MatchStudent
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection
from tenancy.viewer import Viewer


def year_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """The card's lines of the year, for those who see meetings or documents at work; None for people in no match."""
    facts: list[tuple[str, object]] = []
    links: list[tuple[str, str]] = []
    if viewer.can(Permission.MEETINGS_VIEW):
        facts, links = _meetings(person, viewer)
    if viewer.can(Permission.AGREEMENTS_VIEW):
        facts += _unsigned(person, viewer)
    return PersonSection(_("This year"), facts=facts, links=links) if facts else None


def _meetings(person: Person, viewer: Viewer) -> tuple[list[tuple[str, object]], list[tuple[str, str]]]:
    """The running matches of this person that the viewer sees."""
    students = MatchStudent.objects.of(viewer.district).filter(student__person=person, left_on=None)
    mentors = MatchMentor.objects.of(viewer.district).filter(mentor__person=person, left_on=None)
    theirs = Q(pk__in=students.values("match")) | Q(pk__in=mentors.values("match"))
    running = Match.objects.visible_to(viewer).filter(theirs, state=Match.State.RUNNING)
    ids = list(running.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return [], []
    coming, held = next_of(ids, timezone.now()), held_of(ids)
    soonest = min(coming.values(), key=lambda one: (one.on, one.pk), default=None)
    last = max((one.last_on for one in held.values() if one.last_on), default=None)
    links = [(_("Open the match"), reverse("mentoring:match_detail", args=[pk])) for pk in ids[:1]]
    facts: list[tuple[str, object]] = [
        (_("Next meeting"), meeting_words(soonest) if soonest else _("Not planned")),
        (_("Last met"), day_words(last) if last else _("Not once yet")),
    ]
    return facts, links if len(ids) == 1 else []


def _unsigned(person: Person, viewer: Viewer) -> list[tuple[str, object]]:
    """Documents that wait for this person's signature."""
    waiting = Party.objects.of(viewer.district).filter(person=person).to_sign().asked()
    found = list(waiting.prefetch_related("agreement").order_by("pk"))
    if not found:
        return []
    kinds = ", ".join(dict.fromkeys(str(one.agreement.get_kind_display()) for one in found))
    words = ngettext("%(count)s document: %(kinds)s", "%(count)s documents: %(kinds)s", len(found))
    return [(_("Not signed yet"), words % {"count": len(found), "kinds": kinds})]
