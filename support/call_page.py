"""What the page of one support call shows: whom to call and how, what was talked before, how the match goes."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from meetings.reading import next_of
from mentoring.guardian_table import language_words
from mentoring.match_table import members_of
from mentoring.models import Match
from support.call_table import SAFE_KINDS, due_words, may_read_phone, needing_interpreter
from support.hours import hours_of
from support.models import SupportCall
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

READ_ALONG = (
    "person",
    "caller",
    "held_by",
    "asked_by",
    "followed_up_by",
    "match__program",
    "match_student__student__person",
)
#: Talks before this one that its page shows.
MOST_BEFORE = 5


def context(call: SupportCall, viewer: Viewer, *, may_edit: bool) -> Mapping[str, object]:
    """Everything that the pages of one talk show."""
    badge_text, badge_kind = due_words(call, viewer.today)
    unsafe = call.is_safe in {SupportCall.Safe.NO, SupportCall.Safe.UNSURE}
    return {
        "call": call,
        "title": members_of([call.match], viewer)[call.match_id].title,
        "badge_text": badge_text,
        "badge_kind": badge_kind,
        "safe_kind": SAFE_KINDS.get(call.is_safe, ""),
        "phone": call.person.phone if may_read_phone(call, viewer) else "",
        "facts": [*_person_facts(call, viewer), *_match_facts(call.match, viewer)],
        "told_facts": _told_facts(call, may_read=may_edit),
        "before": _before(call, may_read=may_edit),
        "may_edit": may_edit,
        "is_open": call.held_on is None and call.skipped_on is None,
        "needs_follow_up": unsafe and call.followed_up_at is None,
        "is_unsafe": unsafe,
        "incident_url": f"{reverse('screening:incident_report')}?person={_student_person(call)}",
        "may_report": viewer.can(Permission.INCIDENTS_ADD),
    }


def _student_person(call: SupportCall) -> int:
    """Whom an incident would be about: the student, or of a talk with a mentor the mentor."""
    return call.match_student.student.person_id if call.match_student else call.person_id


def _person_facts(call: SupportCall, viewer: Viewer) -> list[tuple[str, object]]:
    student = call.match_student.student.person.name if call.match_student else ""
    needs = call.person_id in needing_interpreter([call], viewer)
    language = language_words(call.person)
    facts: list[tuple[str, object]] = [(_("Who"), call.get_role_display())]
    if call.role == SupportCall.Role.GUARDIAN:
        facts.append((_("Parent or guardian of"), student))
    facts.append((_("Language"), f"{language} ({_('needs an interpreter')})" if needs else language))
    if may_read_phone(call, viewer):
        facts.append((_("Email"), call.person.email))
    why = [call.get_cause_display()]
    if call.asked_why and viewer.can(Permission.SUPPORT_EDIT):
        why.append(call.asked_why)
    if call.asked_by:
        why.append(_("asked for by %(name)s") % {"name": call.asked_by.name})
    facts.append((_("Why"), " · ".join(why)))
    facts.append((_("Who calls"), call.caller.name if call.caller else _("Nobody yet")))
    return facts


def _match_facts(match: Match, viewer: Viewer) -> list[tuple[str, object]]:
    hours = hours_of([match], viewer.today)[match.pk]
    words = _("%(held)s of %(planned)s") % {"held": hours.held, "planned": hours.planned}
    coming = next_of([match.pk], timezone.now()).get(match.pk)
    starts_at = coming.starts_at if coming else None
    when = date_format(localtime(starts_at), "DATETIME_FORMAT") if starts_at else _("None planned")
    return [(_("Meetings"), words), (_("Next meeting"), when)]


def _told_facts(call: SupportCall, *, may_read: bool) -> list[tuple[str, object]]:
    if call.skipped_on:
        return [(_("Skipped on"), date_format(call.skipped_on)), (_("Why not"), call.skip_reason)]
    if call.held_on is None:
        return []
    by = call.held_by.name if call.held_by else ""
    facts: list[tuple[str, object]] = [
        (_("Talked on"), f"{date_format(call.held_on)} · {call.get_channel_display()} · {by}"),
        (_("How is it going, from 1 to 10?"), call.quality or ""),
        (_("What happens next"), call.next_step),
    ]
    if may_read:
        facts.insert(1, (_("What they told"), call.told))
    if call.followed_up_at and may_read:
        who = call.followed_up_by.name if call.followed_up_by else ""
        facts.append((_("What was done"), f"{call.follow_up} ({who}, {date_format(localtime(call.followed_up_at))})"))
    return facts


def _before(call: SupportCall, *, may_read: bool) -> list[SupportCall]:
    """The talks with the same person about the same match before, the newest first."""
    rows = SupportCall.objects.of(call.district).filter(
        match=call.match_id, person=call.person_id, held_on__isnull=False
    )
    found = list(rows.exclude(pk=call.pk).order_by("-held_on", "-pk")[:MOST_BEFORE])
    for one in found:
        one.told = one.told if may_read else ""
    return found
