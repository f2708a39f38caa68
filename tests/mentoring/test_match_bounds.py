"""What a match that is over, a new plan and a safety hold close: documents, links, pages of the other side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.actions import agreements
from agreements.models import Agreement, Party, SigningLink
from agreements.rules import signing_refusal
from correspondence.models import Message
from mentoring.actions import match_ends, matches
from mentoring.models import Match, MatchPause, MatchStudent, Policy
from mentoring.models.choosing import Interest
from tenancy.actor import Actor
from tests.agreements import packets
from tests.conftest import Cast
from tests.mentoring import papers
from tests.mentoring.scene import waiting
from tests.mentoring.test_pauses import hold
from tests.mentoring.views.test_matches import proposed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["end", "leave"])
def test_what_is_out_is_taken_back_with_the_match(oak: Cast, how: str) -> None:
    scene = papers.planned(oak)
    with oak.open():
        papers.send(oak, scene.match)
        ana = Actor.person(oak.ana)
        if how == "end":
            match_ends.end(match=scene.match, reason="Sam accuses Mia", on=oak.today, by=ana)
        else:
            matches.leave(member=scene.match.student_rows.get(), reason="Sam accuses Mia", on=oak.today, by=ana)
        assert set(Agreement.objects.values_list("state", flat=True)) == {"voided"}
        assert set(Agreement.objects.values_list("reason", flat=True)) == {"The match does not go on."}
        assert not SigningLink.objects.filter(revoked_at=None, used_at=None).exists()
        told = Message.objects.filter(kind="agreements/voided")
        assert oak.gil in [one.person for one in told]
        assert not [one for one in told if "accuses" in str(one.context)]
        with pytest.raises(agreements.CannotEnd):
            agreements.void(agreement=Agreement.objects.first(), reason="again", at=timezone.now(), by=ana)


def test_what_everybody_signed_stays_when_the_match_ends(oak: Cast) -> None:
    scene = papers.planned(oak)
    with oak.open():
        papers.send(oak, scene.match)
        papers.sign(scene.match, oak.sam, oak.gil, oak.mia)
        match_ends.end(match=scene.match, reason="Goals reached", on=oak.today, by=Actor.person(oak.ana))
        states = dict(Agreement.objects.values_list("kind", "state"))
    assert states["mentorship"] == "voided"
    assert states["permissions"] in {"all_signed", "sealing", "sealed"}


def test_a_new_plan_without_its_permission_stops_the_match_at_once(oak: Cast) -> None:
    scene = papers.planned(oak)
    with oak.open():
        papers.send(oak, scene.match)
        Policy.objects.update(places=["school", "outing"])
        Match.objects.filter(pk=scene.match.pk).update(state="running", starts_on=oak.today - timedelta(days=1))
        matches.change_plan(
            match=Match.objects.get(pk=scene.match.pk),
            plan={"places": ["outing"]},
            objectives=[("Say what a pharmacist does", "")],
            on=oak.today,
            by=Actor.person(oak.ana),
        )
        assert "permission" in set(MatchPause.objects.values_list("cause", flat=True))


def test_somebody_on_hold_signs_nothing_and_is_not_told_why(oak: Cast) -> None:
    with oak.open():
        mia = packets.sent(oak).party(oak.mia)
        Agreement.objects.update(expires_on=oak.today + timedelta(days=9))
        mia = Party.objects.get(pk=mia.pk)
        assert signing_refusal(mia, on=oak.today) == ""
        hold(oak.mia, oak.ana)
        words = signing_refusal(mia, on=oak.today)
    assert words == "This is paused until further notice. Your coordinator will be in touch."


def test_a_mentor_on_hold_reads_of_no_student_who_was_proposed_or_asked(oak: Cast, client_of) -> None:
    scene = waiting(oak)
    match = proposed(oak, scene)
    with oak.open():
        asked = Interest.objects.create(
            program=scene.program,
            student=scene.sam,
            mentor=scene.mia,
            state=Interest.State.OPEN,
            asked_on=oak.today,
            answer_until=oak.today + timedelta(days=5),
        )
    pages = [f"my-matches/{match.pk}/", f"my-students/asked/{asked.pk}/"]
    mia = client_of(oak.mia)
    assert [mia.get(page).status_code for page in pages] == [200, 200]
    with oak.open():
        hold(oak.mia, oak.ana)
        assert MatchStudent.objects.get(match=match).left_on is None
    assert [mia.get(page).status_code for page in pages] == [404, 404]
