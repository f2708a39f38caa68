"""What comes next in matches to which everybody said yes: whose turn it is until they start."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Kind, Party, Role, State
from agreements.rules import Standing, standings
from mentoring.gate_rules import Gate, gates_of
from mentoring.models import Match, MatchStudent
from mentoring.readiness import Sight, sight_of
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

#: So many names stand in a cell; of more it says how many.
MOST_NAMED = 2
Papers = Mapping[Kind, Standing]


def agreed_steps(
    matches: Sequence[Match], students: Mapping[int, Sequence[MatchStudent]], viewer: Viewer
) -> Mapping[int, Cell]:
    """What comes next for each of these matches, by its id: the documents, a signature, the start.

    ``students`` are the rows that this viewer sees, by match. What a match lacks beside its documents is read of those
    alone whose documents are signed. A fixed number of queries; none without a match.
    """
    packets = [row.packet_id for one in matches for row in students[one.pk] if row.packet_id]
    papers = standings(packets) if packets else {}
    found = {one.pk: _papers_step(one, students[one.pk], papers, viewer) for one in matches}
    signed = [one for one in matches if found[one.pk] is None]
    gates, sight = (gates_of(signed, viewer.today), sight_of(signed, viewer)) if signed else ({}, Sight(viewer))
    return {pk: cell or _start_step(pk, gates[pk], sight) for pk, cell in found.items()}


def _papers_step(
    match: Match, rows: Sequence[MatchStudent], papers: Mapping[int, Papers], viewer: Viewer
) -> Cell | None:
    """What its documents still need; None where they are all signed."""
    if not (match.places and match.schedule and match.starts_on and match.ends_on):
        url = reverse("mentoring:match_plan", args=[match.pk]) if viewer.can(Permission.MATCHES_EDIT) else ""
        return Cell(_("Complete the plan"), url=url, note=_("The coordinator"))
    unsent = [row for row in rows if not row.paper_signed_on and _is_to_send(papers.get(row.packet_id or 0, {}))]
    if unsent:
        may_send = viewer.can(Permission.AGREEMENTS_EDIT)
        url = reverse("mentoring:packet_send", args=[unsent[0].pk]) if may_send else ""
        return Cell(_("Send the documents"), url=url, note=_("The coordinator"))
    waiting = [
        party
        for row in rows
        for one in papers.get(row.packet_id or 0, {}).values()
        if one.state == State.OUT
        for party in one.waiting
    ]
    return Cell(_waiting_words(waiting, viewer)) if waiting else None


def _is_to_send(papers: Papers) -> bool:
    """Whether nothing is on its way, and not everything stands: never sent, or it came to nothing."""
    there = [one for one in papers.values() if one.agreement is not None]
    return not any(one.state == State.OUT for one in there) and not (there and all(one.stands for one in there))


def _waiting_words(waiting: Sequence[Party], viewer: Viewer) -> str:
    names_guardians = viewer.can(Permission.GUARDIANS_VIEW)
    hidden = "" if names_guardians else _("the parent or guardian")
    names = list(dict.fromkeys(hidden if hidden and one.role == Role.GUARDIAN else one.name for one in waiting))
    more = len(names) - MOST_NAMED
    if more > 0:
        words = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
        said = words % {"names": ", ".join(names[:MOST_NAMED]), "count": more}
    else:
        said = ", ".join(names)
    return _("To sign: %(names)s") % {"names": said}


def _start_step(pk: int, gate: Gate, sight: Sight) -> Cell:
    """That it can start, or the first thing that it lacks, with whose turn it is."""
    if gate.is_open:
        may_start = sight.viewer.can(Permission.MATCHES_EDIT)
        return Cell(_("Ready to start"), url=reverse("mentoring:match_start", args=[pk]) if may_start else "")
    sentence, turn = sight.said(gate.blockers[0])
    return Cell(sentence, note=capfirst(turn))
