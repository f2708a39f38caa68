"""How far a match is before it starts, and what one that runs lacks, in words: a part of the match's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentoring.gate_reading import Reading
from mentoring.gate_rules import Gate, StartBlocker, first_day, running_gate, start_gate
from mentoring.models import Match, MatchException, MatchPause, MatchStudent, PlaceKind, RemoteContact, Student
from mentoring.policy_rules import policy_of
from tenancy.permissions import Permission
from tenancy.tables import Kind
from tenancy.viewer import Viewer

State = Match.State
#: What is asked, part by part, in the order of showing: its name, what it is called, the codes that belong to it.
TOPICS: Sequence[tuple[str, Promise, frozenset[str]]] = (
    ("answers", gettext_lazy("Everybody said yes"), frozenset({"answers", "members", "ratio", "state", "archived"})),
    ("plan", gettext_lazy("Where and when they meet"), frozenset({"places", "schedule", "dates"})),
    ("objectives", gettext_lazy("One to three learning objectives"), frozenset({"objectives"})),
    ("teacher", gettext_lazy("A supervising teacher"), frozenset({"teacher"})),
    ("adult", gettext_lazy("An adult in charge"), frozenset({"adult"})),
    ("workplace", gettext_lazy("Visits to the workplace are approved"), frozenset({"workplace"})),
    (
        "papers",
        gettext_lazy("The agreement is signed by everybody"),
        frozenset(
            {
                "agreement",
                "no_signer",
                "paper",
                "guardian_signature",
                "student_signature",
                "mentor_signature",
                "school_signature",
            }
        ),
    ),
    (
        "permissions",
        gettext_lazy("Permissions that the plan needs"),
        frozenset({"permission_outings", "permission_remote_contact"}),
    ),
    (
        "clearance",
        gettext_lazy("Mentors are checked and trained"),
        frozenset({"check_failed", "check_expired", "check_missing", "training", "requirements"}),
    ),
    ("safety", gettext_lazy("Nothing else stands against it"), frozenset({"held", "court_order"})),
)
#: What waiting does not settle.
_CANNOT = frozenset({"held", "court_order", "check_failed", "ratio", "archived", "state"})
#: Who may open where something is settled.
_OPENED_BY: Mapping[str, Permission] = {
    "mentoring:court_order_list": Permission.COURT_ORDERS_VIEW,
    "mentoring:employer_detail": Permission.MENTORS_VIEW,
    "mentoring:employment_add": Permission.MENTORS_EDIT,
    "mentoring:packet_send": Permission.AGREEMENTS_EDIT,
    "mentoring:program_edit": Permission.PROGRAMS_EDIT,
    "mentoring:student_detail": Permission.STUDENTS_VIEW,
    "screening:clearance_detail": Permission.CLEARANCE_OUTCOMES_VIEW,
    "tenancy:person_detail": Permission.PEOPLE_VIEW,
}
#: With so few things missing a match is nearly ready.
NEARLY = 2


@dataclass(frozen=True)
class Task:
    """One line of the list, as components/task_list.html draws it."""

    title: str
    kind: Kind
    status: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Allowed:
    """Something that is missing and was allowed once, or asked for; with what can be done about it."""

    sentence: str
    note: str
    withdraw_url: str = ""
    allow_url: str = ""


@dataclass(frozen=True)
class Readiness:
    """What the page of a match says of what is missing."""

    title: str
    lead: str
    tasks: Sequence[Task]
    allowed: Sequence[Allowed] = ()
    pauses: Sequence[Task] = ()
    start_url: str = ""
    allow_url: str = ""
    ask_url: str = ""


@dataclass(frozen=True)
class Sight:
    """Whom a viewer may read of, so that no sentence names anybody else."""

    viewer: Viewer
    hidden: frozenset[int] = field(default_factory=frozenset)

    def said(self, blocker: StartBlocker) -> tuple[str, str]:
        """What is missing and whose turn it is, as this viewer may know it."""
        if blocker.person_id in self.hidden:
            return _("Something is missing for another student."), _("the coordinator")
        if blocker.code == "guardian_signature" and not self.viewer.can(Permission.GUARDIANS_VIEW):
            return _("A signature of the family is missing."), _("the parent or guardian")
        if blocker.code == "court_order" and not self.viewer.can(Permission.COURT_ORDERS_VIEW):
            return _("The coordinator has to look at something first."), _("the coordinator")
        return blocker.sentence, blocker.whose_turn


def sight_of(matches: Iterable[Match], viewer: Viewer) -> Sight:
    """Whom this viewer may read of in these matches. Two queries."""
    rows = MatchStudent.objects.of(viewer.district).filter(match__in=[one.pk for one in matches], left_on=None)
    people = dict(rows.values_list("student_id", "student__person_id"))
    seen = set(Student.objects.known_to_staff(viewer).filter(pk__in=people).values_list("pk", flat=True))
    return Sight(viewer, frozenset(person for pk, person in people.items() if pk not in seen))


def how_far(gate: Gate) -> str:
    """Ready, nearly or waiting, as the list's filter has it."""
    if gate.is_open:
        return "ready"
    return "nearly" if len(gate.blockers) <= NEARLY else "waiting"


def readiness(match: Match, read: Reading, sight: Sight, *, may_edit: bool, is_member: bool) -> Readiness | None:
    """What a match still needs before it starts, or lacks while it runs; None when nothing is to be said."""
    viewer = sight.viewer
    if match.state == State.RUNNING:
        return _of_running(match, read, sight, may_decide=may_edit, is_member=is_member)
    if match.state not in {State.PROPOSED, State.AGREED}:
        return None
    gate = start_gate(read, match, viewer.today)
    is_open = any(one.may_be_allowed for one in gate.blockers)
    may_allow = is_open and not is_member and viewer.can(Permission.MATCHES_EXCEPT)
    return Readiness(
        title=_("Before it starts"),
        lead=_lead(match, gate, viewer),
        tasks=list(_tasks(match, gate, sight)),
        allowed=list(_allowed(match, gate, sight, may_edit=may_edit, is_member=is_member)),
        start_url=reverse("mentoring:match_start", args=[match.pk]) if gate.is_open and may_edit else "",
        allow_url=reverse("mentoring:match_allow_once", args=[match.pk]) if may_allow else "",
        ask_url=reverse("mentoring:match_ask_to_allow", args=[match.pk])
        if is_open and may_edit and not may_allow
        else "",
    )


def _lead(match: Match, gate: Gate, viewer: Viewer) -> str:
    if gate.is_open:
        day = date_format(first_day(match, viewer.today))
        return _("Everything is there. The match can start; its first day is %(day)s.") % {"day": day}
    count = len(gate.blockers)
    words = ngettext("%(count)s thing is missing.", "%(count)s things are missing.", count)
    return words % {"count": count}


def _tasks(match: Match, gate: Gate, sight: Sight) -> Iterator[Task]:
    for name, title, codes in TOPICS:
        missing = [one for one in gate.blockers if one.code in codes]
        excused = [one for one, _exception in gate.allowed if one.code in codes]
        yield from (task_of(one, sight) for one in missing)
        yield from (Task(sight.said(one)[0], "info", _("Allowed once")) for one in excused)
        if not missing and not excused and _is_asked(name, match):
            yield Task(str(title), "ok", _("Done"))


def _is_asked(name: str, match: Match) -> bool:
    """Whether the plan asks for this part at all."""
    if name == "workplace":
        return PlaceKind.WORKPLACE in match.places
    if name == "permissions":
        policy = policy_of(match.program)
        has_contact = policy is not None and policy.remote_contact != RemoteContact.NONE
        return has_contact or bool({PlaceKind.OUTING, PlaceKind.ONLINE} & set(match.places))
    return name != "safety"


def task_of(blocker: StartBlocker, sight: Sight) -> Task:
    """One thing that is missing, as a line: what, whose turn, since when, and the way to it."""
    sentence, turn = sight.said(blocker)
    kind, status = status_of(blocker, turn)
    since = _("since %(day)s") % {"day": date_format(blocker.since)} if blocker.since else ""
    return Task(sentence, kind, status, since, _url(blocker, sight))


def status_of(blocker: StartBlocker, turn: str) -> tuple[Kind, str]:
    """Shape and words: waiting for somebody, not yet done by staff, or nothing that waiting settles."""
    if blocker.code in _CANNOT:
        return "bad", _("Cannot start yet")
    if turn and turn != _("the coordinator"):
        return "warn", _("Waiting for %(name)s") % {"name": turn}
    return "mute", _("Not yet")


def _url(blocker: StartBlocker, sight: Sight) -> str:
    if blocker.fix is None or blocker.person_id in sight.hidden:
        return ""
    name, pk = blocker.fix
    permission = _OPENED_BY.get(name, Permission.MATCHES_EDIT)
    return reverse(name, args=[pk]) if name != "mentoring:match_detail" and sight.viewer.can(permission) else ""


# Allowed once, and asked for


def _allowed(match: Match, gate: Gate, sight: Sight, *, may_edit: bool, is_member: bool) -> Iterator[Allowed]:
    """What was allowed once, then what somebody asks to allow."""
    may_allow = sight.viewer.can(Permission.MATCHES_EXCEPT) and not is_member
    for blocker, exception in gate.allowed:
        words = {"name": exception.allowed_by.name if exception.allowed_by else "", "reason": exception.reason}
        words["day"] = date_format(exception.expires_on)
        note = _("Allowed by %(name)s until %(day)s: %(reason)s") % words
        yield Allowed(sight.said(blocker)[0], note, _withdraw_url(exception) if may_allow or may_edit else "")
    asked = MatchException.objects.of(sight.viewer.district).filter(match=match, allowed_on=None, withdrawn_on=None)
    by_key = {one.key: one for one in gate.blockers}
    for exception in asked.prefetch_related("asked_by").order_by("pk"):
        if exception.code not in by_key:
            continue
        words = {"name": exception.asked_by.name if exception.asked_by else "", "reason": exception.reason}
        allow = f"{reverse('mentoring:match_allow_once', args=[match.pk])}?code={exception.code}" if may_allow else ""
        yield Allowed(
            sight.said(by_key[exception.code])[0],
            _("%(name)s asks to allow it once: %(reason)s") % words,
            _withdraw_url(exception) if may_allow or may_edit else "",
            allow,
        )


def _withdraw_url(exception: MatchException) -> str:
    return reverse("mentoring:match_exception_withdraw", args=[exception.pk])


# While it runs


def _of_running(match: Match, read: Reading, sight: Sight, *, may_decide: bool, is_member: bool) -> Readiness | None:
    viewer = sight.viewer
    gate = running_gate(read, match, viewer.today)
    rows = MatchPause.objects.of(viewer.district).filter(match=match).exclude(state=MatchPause.State.ENDED)
    pauses = [pause_task(one, viewer, may_decide=may_decide) for one in rows.order_by("pk")]
    tasks = [task_of(one, sight) for one in gate.blockers]
    allowed = list(_allowed(match, gate, sight, may_edit=may_decide, is_member=is_member))
    if not tasks and not pauses and not allowed:
        return None
    may_allow = any(one.may_be_allowed for one in gate.blockers) and viewer.can(Permission.MATCHES_EXCEPT)
    in_force = any(one.kind == "bad" for one in pauses)
    lead = (
        _("The meetings are paused. They go on by themselves once nothing is missing.")
        if in_force
        else _("The match runs. Please see to what is missing.")
    )
    if not tasks and not pauses:
        lead = _("Nothing else is missing.")
    return Readiness(
        title=_("What it lacks"),
        lead=lead,
        tasks=tasks,
        pauses=pauses,
        allowed=allowed,
        allow_url=reverse("mentoring:match_allow_once", args=[match.pk]) if may_allow and not is_member else "",
    )


def pause_task(pause: MatchPause, viewer: Viewer, *, may_decide: bool) -> Task:
    """One pause as a line: why, since when, and where one decides."""
    if pause.state == MatchPause.State.PROPOSED:
        url = reverse("mentoring:pause_list") if may_decide else ""
        day = _("found on %(day)s") % {"day": date_format(localdate(pause.found_at))}
        return Task(cause_words(pause, viewer), "warn", _("Waits for a decision"), day, url)
    since = _("since %(day)s") % {"day": date_format(localdate(pause.began_at))} if pause.began_at else ""
    return Task(cause_words(pause, viewer), "bad", _("Paused"), since)


def cause_words(pause: MatchPause, viewer: Viewer) -> str:
    """Why a match is paused, as far as the viewer may know."""
    if pause.cause == MatchPause.Cause.COURT_ORDER and not viewer.can(Permission.COURT_ORDERS_VIEW):
        return _("The coordinator has to look at something first.")
    return pause.get_cause_display()
