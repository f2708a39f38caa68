"""Messages about what runs out soon: court orders, what was allowed once, approved workplaces, documents, matches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement, State
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute, opening
from correspondence.models import Message
from mentoring.models import (
    CourtOrder,
    Match,
    MatchException,
    MatchMentor,
    MatchStudent,
    Program,
    ProgramMentor,
    WorkplaceApproval,
)
from mentoring.querysets.mentors import ProgramMentorQuerySet
from screening.models import Asked
from tenancy.http import district_url
from tenancy.models import District
from tenancy.permissions import Role

ORDER, RUNNING_OUT = "mentoring/court_order_ending", "mentoring/running_out"


# Nobody may mute it: somebody's safety may hang on it.
@kind(ORDER, label=gettext_lazy("Court order ends"), for_digest=True)
def court_order_ending_context(message: Message) -> Mapping[str, object]:
    """Until when, and where it is prolonged. The mail names nobody and says nothing of the order."""
    if "courtorder" not in message.context:
        return {"until": None, "url": ""}
    order = CourtOrder.objects.of(message.district).filter(pk=message.context["courtorder"]).first()
    if order is None or order.ends_on is None or not _is_still(order.ends_on, message):
        raise Outdated
    address = district_url(message.district, "mentoring:court_order_list", student_pk=order.student_id)
    return {"until": order.ends_on, "url": opening(address)}


@dataclass(frozen=True)
class Said:
    """What runs out, in a sentence, and where one sees to it."""

    sentence: str
    action: str
    url: str


@kind(RUNNING_OUT, label=gettext_lazy("Something runs out"), for_digest=True, muted_by=[Role.COORDINATOR])
def running_out_context(message: Message) -> Mapping[str, object]:
    """What runs out, when, and where one sees to it. Raises Outdated when it was seen to."""
    maker = _MAKERS.get(str(message.context.get("what", "")))
    said = maker(message) if maker else Said(_("Look at what ends within the next days."), "", "")
    return {"said": said}


def _exception(message: Message) -> Said:
    rows = MatchException.objects.of(message.district).filter(withdrawn_on=None, match__ended_on=None)
    row = rows.filter(pk=message.context["exception"]).first()
    if row is None or not _is_still(row.expires_on, message):
        raise Outdated
    words = _("What somebody allowed once for a match is allowed until %(day)s. The match still lacks it.")
    url = opening(district_url(message.district, "mentoring:match_detail", pk=row.match_id))
    return Said(words % {"day": date_format(row.expires_on)}, _("Open the match"), url)


def _workplace(message: Message) -> Said:
    rows = WorkplaceApproval.objects.of(message.district).filter(withdrawn_on=None).prefetch_related("employer")
    row = rows.filter(pk=message.context["workplace"]).first()
    if row is None or row.expires_on is None or not _is_still(row.expires_on, message):
        raise Outdated
    words = {"employer": row.employer.name, "day": date_format(row.expires_on)}
    url = opening(district_url(message.district, "mentoring:employer_detail", pk=row.employer_id))
    return Said(_("Students may visit %(employer)s until %(day)s.") % words, _("Ask for the next approval"), url)


def mentors_waiting(district: District) -> ProgramMentorQuerySet:
    """Mentors accepted in programs that ask something of them, and in no running match there."""
    running = MatchMentor.objects.of(district).filter(
        left_on=None, mentor=OuterRef("mentor"), match__program=OuterRef("program"), match__state=Match.State.RUNNING
    )
    rows = ProgramMentor.objects.of(district).filter(
        state=ProgramMentor.State.ACCEPTED, program__archived_on=None, program__requirement_set__isnull=False
    )
    return rows.filter(~Exists(running))


def _clearances(message: Message) -> Said:
    program, until = _program_and_day(message)
    asked = Asked.objects.of(message.district).live()
    ending = asked.filter(requirement_set=program.requirement_set_id, covers_until=until)
    rows = mentors_waiting(message.district).filter(program=program, mentor__person__in=ending.values("person"))
    count = rows.count()
    if not count:
        raise Outdated
    words = ngettext(
        "%(count)s mentor in %(program)s without a running match is checked and trained until %(day)s.",
        "%(count)s mentors in %(program)s without a running match are checked and trained until %(day)s.",
        count,
    )
    url = f"{absolute(district_url(message.district, 'screening:clearance_list'))}?{urlencode({'state': 'soon'})}"
    return Said(_counted(words, count, program, until), _("See who runs out"), url)


def _papers(message: Message) -> Said:
    program, until = _program_and_day(message)
    packets = MatchStudent.objects.of(message.district).filter(
        match__program=program, left_on=None, packet__isnull=False
    )
    waiting = Agreement.objects.of(message.district).filter(
        packet__in=packets.values("packet"), state=State.OUT, expires_on=until
    )
    count = waiting.count()
    if not count:
        raise Outdated
    words = ngettext(
        "%(count)s document in %(program)s waits for a signature. The time to sign ends on %(day)s.",
        "%(count)s documents in %(program)s wait for signatures. The time to sign ends on %(day)s.",
        count,
    )
    url = opening(district_url(message.district, "mentoring:packet_list", program_pk=program.pk))
    return Said(_counted(words, count, program, until), _("See who has to sign"), url)


def _matches(message: Message) -> Said:
    program, until = _program_and_day(message)
    count = Match.objects.of(message.district).filter(program=program, state=Match.State.RUNNING, ends_on=until).count()
    if not count:
        raise Outdated
    words = ngettext(
        "%(count)s match in %(program)s has its planned last day on %(day)s.",
        "%(count)s matches in %(program)s have their planned last day on %(day)s.",
        count,
    )
    query = urlencode({"program": program.pk, "state": Match.State.RUNNING.value})
    url = f"{absolute(district_url(message.district, 'mentoring:match_list'))}?{query}"
    return Said(_counted(words, count, program, until), _("Close them, or plan longer"), url)


def _counted(words: str, count: int, program: Program, until: date) -> str:
    return words % {"count": count, "program": program.name_with_year, "day": date_format(until)}


def _program_and_day(message: Message) -> tuple[Program, date]:
    programs = Program.objects.of(message.district).filter(pk=message.context["program"], archived_on=None)
    program = programs.prefetch_related("school_year").first()
    if program is None:
        raise Outdated
    return program, date.fromisoformat(str(message.context["until"]))


def _is_still(ends_on: date, message: Message) -> bool:
    """Whether it ends on the day that was meant; else somebody has seen to it."""
    return message.context.get("until") in (None, ends_on.isoformat())


_MAKERS: Mapping[str, Callable[[Message], Said]] = {
    "clearances": _clearances,
    "exception": _exception,
    "workplace": _workplace,
    "papers": _papers,
    "matches": _matches,
}
