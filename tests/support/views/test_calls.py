"""Support calls: the list, noting, skipping, asking, who calls."""

from datetime import timedelta

import pytest

from mentoring.models import Guardian
from support.models import SupportCall
from support.todo import todos
from tenancy.models import AuditEvent
from tenancy.viewer import Viewer
from tests.factories.mentoring import (
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    StudentFactory,
)
from tests.factories.support import SupportCallFactory
from tests.mentoring.scene import running

NOTE = {"is_safe": "yes", "told": "All well.", "quality": "8", "next_step": "Plan May", "channel": "phone"}


@pytest.fixture
def scene(oak):
    return running(oak)


def call_of(cast, scene, who, **values):
    """A talk with somebody of Sam's and Mia's match, due today."""
    with cast.open():
        student = None if who == "mia" else scene.match.student_rows.get()
        role = {"mia": "mentor", "sam": "student", "gil": "guardian"}[who]
        made = {"due_on": cast.today, **values}
        return SupportCallFactory(
            match=scene.match, person=getattr(cast, who), role=role, match_student=student, **made
        )


def asked_of(cast, name):
    """What somebody reads on Today."""
    with cast.open():
        return [one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name)))]


def test_call_list_says_whom_to_call_on_which_number_in_which_language(oak, elm, scene, client_of):
    call_of(oak, scene, "gil", due_on=oak.today - timedelta(days=3))
    call_of(oak, scene, "sam", due_on=oak.today + timedelta(days=40))
    with oak.open():
        oak.gil.phone, oak.gil.language = "+13125550147", "es"
        oak.gil.save()
        Guardian.objects.filter(person=oak.gil).update(needs_interpreter=True)
    page = client_of(oak.ana).get("support-calls/").content.decode()
    assert "Gil Haddad" in page and "(312) 555-0147" in page and "Español" in page
    assert "Needs an interpreter" in page and "Overdue since" in page and "Sam Haddad and Mia Fischer" in page
    assert "1 talk" in page
    assert "2 talks" in client_of(oak.ana).get("support-calls/?show=all").content.decode()
    teacher = client_of(oak.tom).get("support-calls/").content.decode()
    assert "Gil Haddad" in teacher and "555-0147" not in teacher
    assert "Gil Haddad" not in client_of(elm.ana).get("support-calls/").content.decode()
    for name in ("mia", "sam", "gil", "cole", "fay"):
        assert client_of(getattr(oak, name)).get("support-calls/").status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_call_list(oak, scene, client_of, count, django_assert_num_queries):
    for _number in range(count):
        with oak.open():
            match = MatchFactory(program=scene.program)
            row = MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            MatchMentorFactory(match=match, mentor=MentorFactory())
            person = row.student.person
            SupportCallFactory(
                match=match, person=person, role="student", match_student=row, due_on=oak.today, caller=oak.ana
            )
    client = client_of(oak.ana)
    columns = "due phone language match why caller last safe quality next program email"
    url = "support-calls/?" + "&".join(f"column={one}" for one in columns.split())
    client.get(url)
    with django_assert_num_queries(21):
        assert client.get(url).status_code == 200


def test_call_list_narrows_and_leaves_as_a_file(oak, scene, client_of):
    call_of(oak, scene, "gil", caller=oak.ana)
    call_of(oak, scene, "mia", due_on=oak.today - timedelta(days=1))
    ana = client_of(oak.ana)
    mine = ana.get("support-calls/?caller=me").content.decode()
    assert "Gil Haddad" in mine and "1 talk" in mine
    assert "Mia Fischer" in ana.get("support-calls/?show=overdue").content.decode()
    assert "1 talk" in ana.get("support-calls/?role=mentor").content.decode()
    assert "1 talk" in ana.get("support-calls/?q=Gil").content.decode()
    assert "2 talks" in ana.get(f"support-calls/?program={scene.program.pk}&school={oak.school.pk}").content.decode()
    body = b"".join(ana.get("support-calls/export/?show=overdue").streaming_content).decode()
    assert "Mia Fischer" in body and "Gil" not in body.splitlines()[1]
    with oak.open():
        assert AuditEvent.objects.get(verb="support_call.export").facts["show"] == "overdue"


def test_call_note_takes_two_clicks_and_the_fixed_question(oak, elm, scene, client_of):
    call = call_of(oak, scene, "gil")
    ana, url = client_of(oak.ana), f"support-calls/{call.pk}/note/"
    page = ana.get(url).content.decode()
    assert "Is the student safe and well in this match?" in page and "0 of 12" in page
    day = {"held_on": oak.today.isoformat()}
    assert ana.post(url, {**NOTE, **day, "is_safe": ""}).status_code == 422
    late = {"held_on": (oak.today + timedelta(days=1)).isoformat()}
    assert ana.post(url, {**NOTE, **late}).status_code == 422
    assert ana.post(url, {**NOTE, **day}).status_code == 302
    with oak.open():
        call.refresh_from_db()
        assert (call.held_on, call.held_by, call.is_safe, call.quality) == (oak.today, oak.ana, "yes", 8)
        assert AuditEvent.objects.get(verb="support_call.note").facts == {
            "match": scene.match.pk,
            "role": "guardian",
            "safe": "yes",
        }
    detail = f"support-calls/{call.pk}/"
    assert "All well." in ana.get(detail).content.decode()
    teacher = client_of(oak.tom).get(detail).content.decode()
    assert "Plan May" in teacher and "All well." not in teacher
    assert client_of(oak.tom).get(url).status_code == 403
    assert client_of(elm.ana).get(detail).status_code == 404
    assert ana.post(f"support-calls/{call.pk}/reopen/").status_code == 302
    with oak.open():
        call.refresh_from_db()
        assert (call.held_on, call.told, call.is_safe) == (None, "", "")


def test_call_note_of_somebody_not_safe_stays_on_today_until_followed_up(oak, scene, client_of):
    call = call_of(oak, scene, "mia")
    ana = client_of(oak.ana)
    answer = ana.post(f"support-calls/{call.pk}/note/", {**NOTE, "is_safe": "unsure", "held_on": oak.today.isoformat()})
    assert answer.status_code == 302 and answer.url.endswith(f"support-calls/{call.pk}/")
    page = ana.get(f"support-calls/{call.pk}/").content.decode()
    assert "Report an incident" in page and "incidents/report/?person=" in page.replace("safety/", "")
    assert any("not sure that the student is safe" in one for one in asked_of(oak, "ana"))
    assert asked_of(oak, "mia") == []
    assert ana.post(f"support-calls/{call.pk}/follow-up/", {"what": "Talked with Sam."}).status_code == 302
    assert not any("safe" in one for one in asked_of(oak, "ana"))
    assert ana.post(f"support-calls/{call.pk}/follow-up/", {"what": "Again."}).status_code == 422
    with oak.open():
        call.refresh_from_db()
        assert (call.follow_up, call.followed_up_by) == ("Talked with Sam.", oak.ana)


def test_call_skip_wants_a_reason(oak, scene, client_of):
    call = call_of(oak, scene, "gil")
    ana, url = client_of(oak.ana), f"support-calls/{call.pk}/skip/"
    assert ana.post(url, {"reason": ""}).status_code == 422
    assert ana.post(url, {"reason": "Not reached three times"}).status_code == 302
    with oak.open():
        call.refresh_from_db()
        assert (call.skipped_on, call.skip_reason) == (oak.today, "Not reached three times")
    assert ana.post(url, {"reason": "Again"}).status_code == 422


def test_call_ask_plans_a_talk_by_hand(oak, elm, scene, client_of):
    ana, url = client_of(oak.ana), f"matches/{scene.match.pk}/support-calls/ask/"
    page = ana.get(url).content.decode()
    assert "Mia Fischer (Mentor)" in page and "Gil Haddad (Parent or guardian)" in page
    values = {"callee": "2", "why": "Moves house", "due_on": oak.today.isoformat(), "caller": oak.ana.pk}
    assert ana.post(url, values).url.endswith(f"/matches/{scene.match.pk}/support/")
    assert ana.post(url, values).status_code == 422
    with oak.open():
        call = SupportCall.objects.get()
        assert (call.person, call.cause, call.asked_by, call.caller) == (oak.gil, "asked", oak.ana, oak.ana)
    past = {**values, "due_on": (oak.today - timedelta(days=1)).isoformat()}
    assert ana.post(url, past).status_code == 422
    assert client_of(oak.tom).get(url).status_code == 403
    assert client_of(elm.ana).get(url).status_code == 404


def test_call_take_selected_says_who_calls(oak, scene, client_of):
    first, second = call_of(oak, scene, "gil"), call_of(oak, scene, "sam")
    ana = client_of(oak.ana)
    url = f"support-calls/take/?selected={first.pk}&selected={second.pk}"
    assert "Gil Haddad" in ana.get(url).content.decode()
    values = {"selected": [first.pk, second.pk], "caller": oak.ada.pk}
    assert ana.post("support-calls/take/", values).status_code == 302
    with oak.open():
        assert {one.caller for one in SupportCall.objects.all()} == {oak.ada}
