"""Starting matches, taking a start back, allowing once: who may, what the pages say, what a direct request gets."""

from datetime import timedelta

import pytest

from agreements.models import Agreement, State
from mentoring.models import Match, MatchException, MatchObjective, MatchPause, ProgramStudent
from screening.models import BackgroundCheck
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramFactory,
)
from tests.mentoring.gate import SIGNED_AT, ready, unsign
from tests.mentoring.rules.test_gate import TAKEN_AWAY

ONE_OF_EACH = ["guardian_signature", "permission_outings", "check_failed", "check_expired", "held", "court_order"]


def state():
    return list(Match.objects.order_by("pk").values_list("state", flat=True))


def form(code, oak, **facts):
    chosen = {"reason": "The form is in the mail.", "expires_on": oak.today + timedelta(days=5)}
    return {"code": code} | chosen | facts


def test_match_start_is_one_press_on_the_match_page_and_undo_takes_it_back(oak, client_of):
    with oak.open():
        match = ready(oak).match
    ana = client_of(oak.ana)
    page = ana.get(f"matches/{match.pk}/").content.decode()
    assert "Everything is there. The match can start" in page and f"matches/{match.pk}/start/" in page
    answer = ana.post(f"matches/{match.pk}/start/", follow=True).content.decode()
    assert "The match has started." in answer and f"matches/{match.pk}/start/undo/" in answer
    with oak.open():
        assert state() == ["running"]
    assert "The match has not started." in ana.post(f"matches/{match.pk}/start/undo/", follow=True).content.decode()
    with oak.open():
        assert state() == ["agreed"]
    assert "Something has happened since" in ana.post(f"matches/{match.pk}/start/undo/", follow=True).content.decode()


def test_match_page_says_what_is_missing_whose_turn_it_is_and_since_when(oak, client_of):
    with oak.open():
        gate = ready(oak)
        unsign(gate.parties["guardian"])
        MatchObjective.objects.all().delete()
    page = client_of(oak.ana).get(f"matches/{gate.match.pk}/").content.decode()
    assert "2 things are missing." in page
    assert "The signature of Gil Haddad is missing for Sam Haddad." in page
    assert "Waiting for Gil Haddad" in page and "since Oct. 5, 2026" in page
    assert "No learning objective is written down yet." in page and "Not yet" in page
    assert f"matches/{gate.match.pk}/start/" not in page


def test_a_teacher_reads_what_is_missing_without_names_of_parents_or_reasons(oak, client_of):
    with oak.open():
        gate = ready(oak)
        place = ProgramStudent.objects.get()
        group = ClassGroupFactory(program=gate.program, school=oak.school, supervising_teacher=oak.tom)
        ClassGroupStudentFactory(class_group=group, program_student=place)
        unsign(gate.parties["guardian"])
        TAKEN_AWAY["court_order"](oak, gate)
    page = client_of(oak.tom).get(f"matches/{gate.match.pk}/").content.decode()
    assert "A signature of the family is missing." in page
    assert "The coordinator has to look at something first." in page
    assert "Gil Haddad" not in page and "court order" not in page.lower()


@pytest.mark.parametrize("code", [*ONE_OF_EACH, "objectives"])
def test_match_start_by_a_direct_request_starts_nothing_that_lacks_something(oak, client_of, code):
    with oak.open():
        gate = ready(oak)
        TAKEN_AWAY[code](oak, gate)
    answer = client_of(oak.ana).post(f"matches/{gate.match.pk}/start/", {"code": code, "force": "1"}, follow=True)
    assert "The match has not started." in answer.content.decode()
    with oak.open():
        assert state() == ["agreed"]


@pytest.mark.parametrize("code", ONE_OF_EACH)
def test_match_allow_once_by_a_direct_request_allows_nothing_that_nobody_may_allow(oak, client_of, code):
    with oak.open():
        gate = ready(oak)
        TAKEN_AWAY[code](oak, gate)
        MatchObjective.objects.all().delete()
    for person, path in ((oak.ada, "allow-once"), (oak.pia, "allow-once"), (oak.ana, "ask-to-allow")):
        for key in (code, f"{code}:{oak.sam.pk}", f"{code}:{oak.mia.pk}"):
            answer = client_of(person).post(f"matches/{gate.match.pk}/{path}/", form(key, oak))
            assert answer.status_code == 422
    with oak.open():
        assert not MatchException.objects.exists()


def test_match_allow_once_is_for_principals_and_administrators_and_coordinators_ask(oak, client_of):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        pk = gate.match.pk
    ana, pia = client_of(oak.ana), client_of(oak.pia)
    assert ana.post(f"matches/{pk}/allow-once/", form("objectives", oak)).status_code == 403
    assert f"matches/{pk}/ask-to-allow/" in ana.get(f"matches/{pk}/").content.decode()
    assert ana.post(f"matches/{pk}/ask-to-allow/", form("objectives", oak)).status_code == 302
    assert "Ana García asks to allow once what a match lacks." in pia.get("").content.decode()
    page = pia.get(f"matches/{pk}/").content.decode()
    assert "Ana García asks to allow it once: The form is in the mail." in page
    page = pia.get(f"matches/{pk}/allow-once/?code=objectives").content.decode()
    assert "The form is in the mail." in page
    assert pia.post(f"matches/{pk}/allow-once/", form("objectives", oak)).status_code == 302
    page = ana.get(f"matches/{pk}/").content.decode()
    assert "Allowed by Pia Raman until" in page and "The match can start" in page
    with oak.open():
        exception = MatchException.objects.get()
    assert ana.post(f"matches/allowed/{exception.pk}/withdraw/").status_code == 302
    assert "Start the match" not in ana.get(f"matches/{pk}/").content.decode()
    assert "withdrawn already" in pia.post(f"matches/allowed/{exception.pk}/withdraw/", follow=True).content.decode()


def test_match_allow_once_says_so_when_there_is_nothing_to_allow(oak, client_of):
    with oak.open():
        match = ready(oak).match
    page = client_of(oak.pia).get(f"matches/{match.pk}/allow-once/").content.decode()
    assert "Nothing is missing that anybody could allow." in page


def test_whoever_is_in_a_match_does_not_start_it(oak, client_of):
    with oak.open():
        match = ready(oak).match
        MatchMentorFactory(match=match, mentor=MentorFactory(person=oak.ana))
    assert client_of(oak.ana).post(f"matches/{match.pk}/start/").status_code == 403


@pytest.mark.parametrize("name", ["tom", "pia", "mia", "sam", "gil", "cole", "fay"])
def test_match_start_is_for_coordinators_and_administrators(oak, client_of, name):
    with oak.open():
        gate = ready(oak)
    client = client_of(getattr(oak, name))
    assert client.post(f"matches/{gate.match.pk}/start/").status_code == 403
    assert client.get(f"programs/{gate.program.pk}/start-ready/").status_code == 403
    with oak.open():
        assert state() == ["agreed"]


def test_elm_starts_and_allows_nothing_of_oak(oak, elm, client_of):
    with oak.open():
        gate = ready(oak)
        exception = MatchException.objects.create(
            district=oak.district,
            match=gate.match,
            code="objectives",
            reason="Please.",
            asked_by=oak.ana,
            asked_on=oak.today,
            expires_on=oak.today,
        )
    ada, pk = client_of(elm.ada), gate.match.pk
    for path in (f"matches/{pk}/start/", f"matches/{pk}/start/undo/", f"matches/allowed/{exception.pk}/withdraw/"):
        assert ada.post(path).status_code == 404
    for path in (f"matches/{pk}/allow-once/", f"matches/{pk}/ask-to-allow/"):
        assert ada.post(path, form("objectives", elm)).status_code == 404
        assert ada.get(path).status_code == 404
    assert ada.get(f"programs/{gate.program.pk}/start-ready/").status_code == 404
    with oak.open():
        assert state() == ["agreed"]


# All that are ready


def test_match_start_ready_is_two_presses_and_names_who_is_left_out_and_why(oak, elm, client_of):
    with oak.open():
        gate = ready(oak)
        other = MatchFactory(program=gate.program, state="proposed", starts_on=None)
        MatchStudentFactory(match=other, student__person__given_name="Lou", student__person__family_name="Abbott")
    ana = client_of(oak.ana)
    assert "1 match in Career mentoring (2026–27) is ready to start." in ana.get("").content.decode()
    page = ana.get(f"programs/{gate.program.pk}/start-ready/").content.decode()
    assert "Start 1 match" in page and "Sam Haddad and Mia Fischer" in page
    assert "Lou Abbott: A match needs a student and a mentor." in page
    sent = {"selected": [gate.match.pk, other.pk]}
    answer = ana.post(f"programs/{gate.program.pk}/start-ready/", sent, follow=True).content.decode()
    assert "1 match has started." in answer and "1 match lacks something now" in answer
    with oak.open():
        assert state() == ["running", "proposed"]
        event = AuditEvent.objects.get(verb="program.start_ready")
    refused = client_of(oak.ada).post(f"programs/started/{event.pk}/undo/", follow=True).content.decode()
    assert "There is nothing to take back." in refused
    assert client_of(elm.ada).post(f"programs/started/{event.pk}/undo/").status_code == 404
    assert "1 match is taken back." in ana.post(f"programs/started/{event.pk}/undo/", follow=True).content.decode()
    with oak.open():
        assert state() == ["agreed", "proposed"]


def test_match_start_ready_without_any_says_so(oak, client_of):
    with oak.open():
        program = ProgramFactory()
    page = client_of(oak.ana).get(f"programs/{program.pk}/start-ready/").content.decode()
    assert "No match is ready" in page
    assert (
        "No match was ready."
        in client_of(oak.ana)
        .post(f"programs/{program.pk}/start-ready/", {"selected": ["1", "x", "9" * 30]}, follow=True)
        .content.decode()
    )


# While it runs


def test_a_running_match_says_what_it_lacks_and_one_that_lacks_nothing_says_nothing(oak, client_of):
    with oak.open():
        gate = ready(oak, state="running", starts_on=oak.today, started_by=oak.ana)
    ana, path = client_of(oak.ana), f"matches/{gate.match.pk}/"
    assert "What it lacks" not in ana.get(path).content.decode()
    with oak.open():
        BackgroundCheck.objects.all().delete()
        MatchPause.objects.create(
            district=oak.district,
            match=gate.match,
            cause="clearance",
            state="in_force",
            found_at=SIGNED_AT,
            began_at=SIGNED_AT,
        )
    page = ana.get(path).content.decode()
    assert "A check or training ran out" in page and "The meetings are paused." in page
    assert "Mia Fischer is not checked for the first day." in page


def test_a_match_that_was_brought_in_without_paper_says_so_and_stands_on_the_first_page(oak, client_of):
    with oak.open():
        gate = ready(oak, state="running", starts_on=oak.today, started_by=None)
        type(gate.student_row).objects.update(packet=None)
        Agreement.objects.update(state=State.VOIDED, ended_at=SIGNED_AT)
    ana = client_of(oak.ana)
    assert "No signed agreement for Sam Haddad is on file." in ana.get(f"matches/{gate.match.pk}/").content.decode()
    assert (
        "1 running match in Career mentoring (2026–27) has no signed agreement on file." in ana.get("").content.decode()
    )
    path = f"programs/{gate.program.pk}/before-start/?show=lacking&missing=papers"
    assert "Runs, lacks something" in ana.get(path).content.decode()
    with oak.open():
        type(gate.student_row).objects.update(paper_signed_on=oak.today, paper_filed_at="Cabinet 2")
    assert "What it lacks" not in ana.get(f"matches/{gate.match.pk}/").content.decode()
