"""What is signed for the students of matches: sending, replacing, waiting on whom, reminding, printing, paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from agreements.actions.agreements import void
from agreements.models import Agreement, Method, Party, PartyState, State
from mentoring.models import Match, MatchStudent
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factories.mentoring import (
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.mentoring.papers import party, plan, planned, row_of, send, sign, sign_for_school
from tests.mentoring.scene import Scene

ANSWERS = {f"answer_{kind}": "yes" for kind in ("remote_contact", "outings", "media", "records")}


def another(cast: Cast, scene: Scene, number: int) -> Match:
    """One more planned match, of a student with a parent. Inside the district."""
    person = PersonFactory(given_name=f"Kim{number}", family_name="Other", email="")
    student = StudentFactory(person=person, school=cast.school)
    ProgramStudentFactory(program=scene.program, student=student)
    GuardianshipFactory(student=student, guardian=GuardianFactory())
    match = MatchFactory(program=scene.program, supervising_teacher=cast.tom)
    MatchStudentFactory(match=match, student=student, is_alone=True)
    MatchMentorFactory(match=match, mentor=MentorFactory())
    plan(match, cast)
    return match


def packet_pk(match: Match) -> int:
    return MatchStudent.objects.get(match=match).pk


def refresh(cast: Cast, match: Match, person: Person) -> Party:
    with cast.open():
        return party(match, person)


# On the match's page


def test_the_match_says_that_nothing_was_sent_and_offers_it(oak, client_of):
    scene = planned(oak)
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "Nothing was sent yet." in page
    assert "Send the documents to sign" in page


def test_the_match_says_who_signed_and_whose_turn_it_is(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam, oak.gil)
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "2 of 4 signed" in page
    assert "Signs last" in page
    assert "1 of 1 signed" in page


def test_the_match_warns_when_the_plan_differs_from_what_was_signed(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        Match.objects.filter(pk=scene.match.pk).update(schedule="Fridays, 3 pm")
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "The plan has changed since these documents went out." in page
    assert "when they meet" in page


def test_the_teacher_reads_no_documents_on_the_match(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
    page = client_of(oak.tom).get(f"matches/{scene.match.pk}/").content.decode()
    assert "Signs last" not in page


# Sending


def test_packet_send_says_who_is_asked_and_how(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="")
        pk = packet_pk(scene.match)
    page = client_of(oak.ana).get(f"matches/students/{pk}/send/").content.decode()
    assert "By email" in page
    assert "No email address, and no phone" in page
    assert "Signs last, here" in page


def test_packet_send_sends_and_says_so_on_the_match(oak, client_of):
    scene = planned(oak)
    with oak.open():
        pk = packet_pk(scene.match)
    answer = client_of(oak.ana).post(f"matches/students/{pk}/send/")
    assert answer.status_code == 302
    with oak.open():
        assert [one.state for one in Agreement.objects.all()] == [State.OUT, State.OUT]


def test_packet_send_names_what_is_missing_and_where(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(places=[])
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    assert "When and where they meet is not planned yet." in client.get(f"matches/students/{pk}/send/").content.decode()
    assert client.post(f"matches/students/{pk}/send/").status_code == 422


@pytest.mark.parametrize("name", ["pia", "tom", "mia", "sam"])
def test_packet_send_is_for_those_who_send(oak, client_of, name):
    scene = planned(oak)
    with oak.open():
        pk = packet_pk(scene.match)
    assert client_of(getattr(oak, name)).get(f"matches/students/{pk}/send/").status_code == 403


def test_packet_send_is_not_found_from_elm(oak, elm, client_of):
    scene = planned(oak)
    with oak.open():
        pk = packet_pk(scene.match)
    assert client_of(elm.ana).get(f"matches/students/{pk}/send/").status_code == 404


def test_packet_send_sends_again_what_alone_came_to_nothing(oak, client_of):
    scene = planned(oak)
    with oak.open():
        agreement, permissions = send(oak, scene.match)
        void(agreement=permissions, reason="A page was missing", at=timezone.now(), by=Actor.person(oak.ana))
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    assert "Mentorship agreement</li>" not in client.get(f"matches/students/{pk}/send/").content.decode()
    assert client.post(f"matches/students/{pk}/send/").status_code == 302
    with oak.open():
        out = Agreement.objects.filter(state=State.OUT).order_by("pk")
        assert [one.kind for one in out] == ["mentorship", "permissions"]
        assert {one.packet_id for one in out} == {agreement.packet_id}


def test_packet_replace_asks_everybody_anew(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam)
        Match.objects.filter(pk=scene.match.pk).update(schedule="Fridays, 3 pm")
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    assert "when they meet" in client.get(f"matches/students/{pk}/replace/").content.decode()
    assert client.post(f"matches/students/{pk}/replace/").status_code == 302
    with oak.open():
        states = sorted(Agreement.objects.values_list("state", flat=True))
        assert states == ["out", "out", "superseded", "superseded"]
        assert party(scene.match, oak.sam).state == PartyState.INVITED


def test_packet_replace_says_when_there_is_nothing_to_replace(oak, client_of):
    scene = planned(oak)
    with oak.open():
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    assert "There is nothing to replace" in client.get(f"matches/students/{pk}/replace/").content.decode()
    assert client.post(f"matches/students/{pk}/replace/").status_code == 422


def test_packet_send_selected_sends_what_is_ready_and_names_the_others(oak, client_of):
    scene = planned(oak)
    with oak.open():
        other = another(oak, scene, 1)
        Match.objects.filter(pk=other.pk).update(places=[])
    client, chosen = client_of(oak.ana), {"selected": [scene.match.pk, other.pk]}
    page = client.get("matches/send/", chosen).content.decode()
    assert "Send the documents of 1 student?" in page
    assert "Kim1 Other: When and where they meet is not planned yet." in page
    assert client.post("matches/send/", chosen).status_code == 302
    with oak.open():
        assert Agreement.objects.filter(state=State.OUT).count() == 2


def test_packet_send_selected_without_a_choice_says_so(oak, client_of):
    planned(oak)
    assert "Nothing can be sent" in client_of(oak.ana).get("matches/send/").content.decode()


def test_packet_send_selected_sends_nothing_of_elm(oak, elm, client_of):
    scene = planned(oak)
    client_of(elm.ana).post("matches/send/", {"selected": [scene.match.pk]})
    with oak.open():
        assert not Agreement.objects.exists()


# Waiting on whom


@pytest.mark.parametrize("number", [1, 4])
def test_packet_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        for one in range(number - 1):
            send(oak, another(oak, scene, one))
    client = client_of(oak.ana)
    client.get("")
    with django_assert_num_queries(23):
        answer = client.get(f"programs/{scene.program.pk}/signatures/")
    assert len(answer.context["list"].current.rows) == number


def test_packet_list_says_who_has_to_sign_and_for_how_long(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match, days_ago=9)
        sign(scene.match, oak.sam, oak.mia)
    page = client_of(oak.ana).get(f"programs/{scene.program.pk}/signatures/").content.decode()
    for words in ("Sam Haddad", "Gil Haddad", "2 of 4 signed", "Period 2", ">9<"):
        assert words in page.replace("\n", "").replace("  ", ""), words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("waiting=late", True),
        ("waiting=guardian", True),
        ("waiting=mentor", False),
        ("waiting=school", False),
        ("waiting=not_sent", False),
        ("waiting=done", False),
        ("reach=none", False),
        ("language=en", True),
        ("q=sam", True),
        ("q=nobody", False),
    ],
)
def test_packet_list_is_narrowed_by_its_address(oak, client_of, query, found):
    scene = planned(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(language="en")
        send(oak, scene.match, days_ago=9)
        sign(scene.match, oak.sam, oak.mia)
    answer = client_of(oak.ana).get(f"programs/{scene.program.pk}/signatures/?{query}")
    assert bool(answer.context["list"].current.rows) is found


def test_packet_list_shows_whose_turn_is_the_schools(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam, oak.mia, oak.gil)
    rows = (
        client_of(oak.pia).get(f"programs/{scene.program.pk}/signatures/?waiting=school").context["list"].current.rows
    )
    assert len(rows) == 1


def test_packet_list_without_matches_says_what_will_stand_there(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Match.objects.update(state=Match.State.PROPOSED)
    page = client_of(oak.ana).get(f"programs/{scene.program.pk}/signatures/").content.decode()
    assert "Nobody has to sign anything yet" in page


def test_packet_list_is_not_found_from_elm_and_closed_to_teachers(oak, elm, client_of):
    scene = planned(oak)
    address = f"programs/{scene.program.pk}/signatures/"
    assert client_of(elm.ana).get(address).status_code == 404
    assert client_of(oak.tom).get(address).status_code == 403


def test_packet_export_is_the_same_list_and_written_down(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
    answer = client_of(oak.ana).get(f"programs/{scene.program.pk}/signatures/export/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "Sam Haddad" in text
    assert "Remind" not in text
    with oak.open():
        assert AuditEvent.objects.filter(verb="packet.export").exists()


# Reminding


def test_packet_remind_reminds_in_one_click(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match, days_ago=9)
        sign(scene.match, oak.sam, oak.mia)
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    answer = client.post(f"matches/students/{pk}/remind/")
    assert answer.status_code == 302
    assert refresh(oak, scene.match, oak.gil).reminded_at is not None
    assert "Reminded: Gil Haddad." in client.get(f"programs/{scene.program.pk}/signatures/").content.decode()


def test_packet_remind_twice_in_a_day_says_that_it_was_not_done(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match, days_ago=9)
        sign(scene.match, oak.sam, oak.mia)
        pk = packet_pk(scene.match)
    client = client_of(oak.ana)
    client.post(f"matches/students/{pk}/remind/")
    client.get("")
    client.post(f"matches/students/{pk}/remind/")
    page = client.get(f"programs/{scene.program.pk}/signatures/").content.decode()
    assert page.count("Gil Haddad gets no reminder now. They were reminded on") == 1
    assert "The next reminder is possible from" in page


def test_packet_remind_selected_names_who_is_left_out(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="")
        send(oak, scene.match, days_ago=9)
        pk = packet_pk(scene.match)
    client, address = client_of(oak.ana), f"programs/{scene.program.pk}/signatures/remind/"
    page = client.get(address, {"selected": [pk]}).content.decode()
    assert "Remind 2 people?" in page
    assert "Gil Haddad: No email address" in page
    assert client.post(address, {"selected": [pk]}).status_code == 302
    assert refresh(oak, scene.match, oak.mia).reminded_at is not None
    assert refresh(oak, scene.match, oak.gil).reminded_at is None
    assert "Nobody is selected" in client.get(address).content.decode()


def test_packet_list_leads_to_reminding_all_who_are_late_at_once(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match, days_ago=9)
        send(oak, another(oak, scene, 1))
    client = client_of(oak.ana)
    page = client.get(f"programs/{scene.program.pk}/signatures/").content.decode()
    [address] = re.findall(r'href="/d/oak/([^"]+all=1[^"]+)"', page)
    asked = client.get(address.replace("&amp;", "&"))
    assert asked.context["count"] == 3, "Gil, Sam and Mia, of the match that is late"
    sent = dict(re.findall(r'<input type="hidden" name="(all|filter|count)" value="([^"]*)"', asked.content.decode()))
    assert client.post(address.partition("?")[0], sent).status_code == 302
    assert refresh(oak, scene.match, oak.gil).reminded_at is not None
    assert "Remind all families" not in client_of(oak.pia).get(f"programs/{scene.program.pk}/signatures/").text


# Printing


def test_packet_print_selected_prints_for_families_without_email(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="", language="es")
        send(oak, scene.match)
        pk = packet_pk(scene.match)
    client, address = client_of(oak.ana), f"programs/{scene.program.pk}/signatures/print/"
    page = client.get(address, {"selected": [pk]}).content.decode()
    assert "Print 2 documents?" in page
    assert "Period 2: Haddad, Sam (es)" in page
    answer = client.post(address, {"selected": [pk]})
    assert answer.content.startswith(b"%PDF-")
    with oak.open():
        assert AuditEvent.objects.filter(verb="packet.print").exists()


def test_each_printed_page_bears_the_number_of_its_own_document(oak, client_of):
    scene = planned(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="", language="es")
        numbers = [one.public_id for one in send(oak, scene.match)]
        pk = packet_pk(scene.match)
    content = client_of(oak.ana).post(f"programs/{scene.program.pk}/signatures/print/", {"selected": [pk]}).content
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(content)]
    found = [[number for number in numbers if number in text] for text in pages]
    assert found == sorted(found, key=lambda one: numbers.index(one[0]))
    assert {len(one) for one in found} == {1}
    assert {one[0] for one in found} == set(numbers)


def test_packet_print_selected_has_nothing_where_everybody_has_email(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        pk = packet_pk(scene.match)
    address = f"programs/{scene.program.pk}/signatures/print/"
    assert "Nothing to print" in client_of(oak.ana).get(address, {"selected": [pk]}).content.decode()


# Signed on paper before


def test_paper_file_selected_notes_everybodys_signature(oak, client_of):
    scene = planned(oak)
    sent = {"selected": [scene.match.pk], "signed_on": oak.today - timedelta(days=90), "filed_at": "Main office, 12"}
    client = client_of(oak.ana)
    assert (
        "1 student: everybody signed on paper"
        in client.get("matches/paper/", {"selected": [scene.match.pk]}).content.decode()
    )
    assert client.post("matches/paper/", {**sent, **ANSWERS, "has_seen": "on"}).status_code == 302
    with oak.open():
        states = {one.state for one in Agreement.objects.all()}
        methods = {one.method for one in Party.objects.all()}
        assert states <= {State.ALL_SIGNED, State.SEALING, State.SEALED, State.SEAL_FAILED}
        assert methods == {Method.PAPER}
        assert not AuditEvent.objects.filter(verb="agreement.remind").exists()


def test_paper_file_selected_takes_day_and_place_from_the_spreadsheet(oak, client_of):
    scene = planned(oak)
    day = oak.today - timedelta(days=200)
    with oak.open():
        MatchStudent.objects.update(paper_signed_on=day, paper_filed_at="Folder 126")
    sent = {"selected": [scene.match.pk], "signed_on": oak.today, "filed_at": "Elsewhere", "has_seen": "on"}
    client_of(oak.ana).post("matches/paper/", {**sent, **ANSWERS})
    with oak.open():
        assert set(Party.objects.values_list("paper_signed_on", "paper_filed_at")) == {(day, "Folder 126")}


def test_paper_file_selected_needs_somebody_who_has_seen_the_papers(oak, client_of):
    scene = planned(oak)
    sent = {"selected": [scene.match.pk], "signed_on": oak.today, "filed_at": "Main office"}
    assert client_of(oak.ana).post("matches/paper/", {**sent, **ANSWERS}).status_code == 422
    with oak.open():
        assert not Agreement.objects.exists()


def test_paper_file_selected_leaves_out_what_is_out_already(oak, client_of):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
    page = client_of(oak.ana).get("matches/paper/", {"selected": [scene.match.pk]}).content.decode()
    assert "The documents of this student are out already." in page


def test_the_gate_is_open_for_papers_once_all_signed(oak):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam, oak.gil, oak.mia)
        sign_for_school(scene.match, oak.pia)
        assert row_of(scene.match).packet.agreements.standing().count() == 2
