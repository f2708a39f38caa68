"""Somebody did not come: said in two clicks by staff, the front office, or a student."""

import pytest

from meetings.models import Participation
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.meetings.met import Met, met


def part(there: Met, *, mentor: bool = False) -> Participation:
    return there.meeting.participations.get(**({"match_mentor": there.mia} if mentor else {"match_student": there.sam}))


@pytest.mark.parametrize("who", ["fay", "tom", "ana", "pia"])
def test_no_show_note_of_sam(oak: Cast, client_of: type[DistrictClient], who: str) -> None:
    there = met(oak)
    with oak.open():
        row = part(there)
    client, path = client_of(getattr(oak, who)), f"meetings/absences/{row.pk}/"
    assert "Sam" in client.get(path).content.decode()

    assert client.post(path, {"standing": "no_show"}).status_code == 302

    with oak.open():
        assert (part(there).standing, part(there).said_by) == ("no_show", getattr(oak, who))
    client.post(f"{path}take-back/")
    with oak.open():
        assert part(there).standing == "expected"


def test_no_show_note_of_the_mentor_by_sam(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        sams, mias = part(there), part(there, mentor=True)
    sam = client_of(oak.sam)
    assert sam.get(f"meetings/absences/{sams.pk}/").status_code == 404
    assert sam.post(f"meetings/absences/{mias.pk}/", {"standing": "no_show"}).status_code == 302
    with oak.open():
        assert part(there, mentor=True).said_by == oak.sam


@pytest.mark.parametrize(("who", "status"), [("mia", 403), ("gil", 403), ("cole", 403)])
def test_no_show_note_is_not_for_others(oak: Cast, client_of: type[DistrictClient], who: str, status: int) -> None:
    there = met(oak)
    with oak.open():
        row = part(there)
    assert client_of(getattr(oak, who)).get(f"meetings/absences/{row.pk}/").status_code == status


def test_no_show_note_finds_nothing_in_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        row = part(there)
    for who in (elm.ana, elm.fay, elm.sam):
        assert client_of(who).get(f"meetings/absences/{row.pk}/").status_code == 404


def test_no_show_note_waits_for_the_day(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak, days_ago=-1)
    with oak.open():
        row = part(there)
    assert client_of(oak.fay).get(f"meetings/absences/{row.pk}/").status_code == 404
