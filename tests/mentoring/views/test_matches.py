"""Matches: the list, a match's page, proposing, the plan, members, the end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from mentoring.actions import interviews, matches
from mentoring.gate_rules import Gate
from mentoring.models import Answer, Format, Interest, Match, MatchInterview, MatchStudent, Policy
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramMentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.papers import plan, send, sign, sign_for_school
from tests.mentoring.scene import running, waiting

State = Match.State
EVERY = "&".join(
    f"column={one}"
    for one in (
        "mentors",
        "state",
        "next",
        "program",
        "format",
        "schools",
        "teacher",
        "proposed",
        "starts",
        "ends",
        "ended",
        "reason",
        "places",
        "schedule",
        "meetings",
        "adult",
    )
)


def _names(answer):
    table = answer.context["table"]
    return [row.name for row in table.rows] if answer.context["list"].current.rows else []


# The list


def test_match_list_says_who_meets_whom_and_how_it_stands(oak, client_of):
    running(oak)
    page = client_of(oak.ana).get("matches/").content.decode()

    for words in ("Sam Haddad", "Mia Fischer", "Running", "Career mentoring"):
        assert words in page


@pytest.mark.parametrize("number", [1, 4])
def test_match_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            match = MatchFactory(state=State.PROPOSED, starts_on=None, supervising_teacher=oak.tom)
            MatchStudentFactory(match=match)
            MatchMentorFactory(match=match)
    ana = client_of(oak.ana)
    ana.get("matches/")
    with django_assert_num_queries(26):
        assert len(_names(ana.get(f"matches/?{EVERY}"))) == number


def _next_of(client):
    """The words below "What comes next"."""
    answer = client.get("matches/?column=next")
    (row,) = answer.context["table"].rows
    cell = row.cells[-1]
    return cell.text, cell.note, cell.url


def test_match_list_says_whose_turn_it_is_once_both_said_yes(oak, client_of):
    scene = running(oak)
    ana, tom = client_of(oak.ana), client_of(oak.tom)
    with oak.open():
        Match.objects.update(state=State.AGREED, schedule="")
    assert _next_of(ana)[:2] == ("Complete the plan", "The coordinator")
    with oak.open():
        plan(scene.match, oak)
        row = MatchStudent.objects.get()
    assert _next_of(ana)[:2] == ("Send the documents", "The coordinator")
    assert _next_of(ana)[2].endswith(f"/{row.pk}/send/")
    assert _next_of(tom)[2] == ""
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam)
    assert _next_of(ana)[0] == f"To sign: {oak.gil.name}, {oak.mia.name}"
    assert oak.gil.name not in _next_of(tom)[0], "teachers do not read of families"
    with oak.open():
        sign(scene.match, oak.gil, oak.mia)
    assert _next_of(ana)[0] == f"To sign: {oak.pia.name}"
    with oak.open():
        sign_for_school(scene.match, oak.pia)
    assert _next_of(ana) == ("Sam Haddad has not said yes to this match.", "Sam Haddad", ""), "what else it lacks"


def test_match_list_says_what_is_ready_to_start(oak, client_of, monkeypatch):
    scene = running(oak)
    with oak.open():
        plan(scene.match, oak)
        MatchStudent.objects.update(paper_signed_on=oak.today, paper_filed_at="Cabinet 2")
    open_gate = {scene.match.pk: Gate([], [])}
    monkeypatch.setattr("mentoring.agreed_steps.gates_of", lambda matches, on: open_gate)
    words, _note, url = _next_of(client_of(oak.ana))
    assert (words, url.endswith(f"/matches/{scene.match.pk}/start/")) == ("Ready to start", True)


@pytest.mark.parametrize("number", [1, 4])
def test_match_list_of_agreed_matches_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = running(oak)
    with oak.open():
        Match.objects.all().delete()
        for _one in range(number):
            match = MatchFactory(program=scene.program, supervising_teacher=oak.tom)
            student = StudentFactory(school=oak.school)
            ProgramStudentFactory(program=scene.program, student=student)
            GuardianshipFactory(student=student, guardian=GuardianFactory())
            MatchStudentFactory(match=match, student=student, is_alone=True)
            MatchMentorFactory(match=match)
            plan(match, oak)
            send(oak, match)
    ana = client_of(oak.ana)
    ana.get("matches/")
    with django_assert_num_queries(21):
        page = ana.get("matches/?column=next").content.decode()
    assert page.count("To sign: ") == number


def test_match_list_says_planned_and_held_meetings_apart(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    with oak.open():
        Match.objects.update(planned_meetings=12)
    assert "0 of 12 held" in ana.get("matches/").content.decode()
    file = b"".join(ana.get("matches/export/?format=csv&column=held&column=planned").streaming_content).decode()
    assert file.splitlines()[1] == "Sam Haddad,0,12"
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(state=State.PROPOSED)
    assert "12 planned" in ana.get("matches/").content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("q=sam", 1),
        ("q=mia", 1),
        ("q=gil", 0),
        ("state=running", 1),
        ("state=proposed", 0),
        ("state=paused", 0),
        ("state=ended", 1),
        ("state=all", 2),
        ("format=one_to_one", 1),
        ("format=small_group", 0),
        ("school={school}", 1),
        ("school={bell}", 0),
        ("program={program}", 1),
        ("teacher={tom}", 1),
    ],
)
def test_match_list_is_narrowed(oak, client_of, query, count):
    scene = running(oak)
    with oak.open():
        over = MatchFactory(program=scene.program, state=State.ENDED, ended_on=date(2026, 10, 9))
        MatchStudentFactory(match=over, student=scene.lou, left_on=date(2026, 10, 9))
    ids = {"school": oak.school.pk, "bell": scene.bell.pk, "program": scene.program.pk, "tom": oak.tom.pk}
    assert len(_names(client_of(oak.ana).get(f"matches/?{query.format(**ids)}"))) == count


def test_match_list_shows_teachers_the_matches_of_their_students_alone(oak, client_of):
    scene = running(oak)
    with oak.open():
        other = MatchFactory(program=scene.program)
        MatchStudentFactory(match=other, student=scene.lou)
    assert _names(client_of(oak.tom).get("matches/")) == ["Sam Haddad"]


def test_match_list_counts_students_whom_the_viewer_does_not_see(oak, client_of):
    scene = running(oak)
    with oak.open():
        MatchStudentFactory(match=scene.match, student=scene.lou)
    assert _names(client_of(oak.tom).get("matches/")) == ["Sam Haddad, 1 other student"]


def test_match_list_of_elm_shows_nothing_of_oak(oak, elm, client_of):
    running(oak)
    assert "Nobody" not in client_of(elm.ana).get("matches/").content.decode()
    assert _names(client_of(elm.ana).get("matches/")) == []


@pytest.mark.parametrize("who", ["sam", "gil", "mia", "fay", "cole"])
def test_match_list_is_closed_to_others(oak, client_of, who):
    running(oak)
    assert client_of(getattr(oak, who)).get("matches/").status_code == 403


def test_match_export_has_the_same_rows_and_is_logged(oak, client_of):
    scene = running(oak)
    answer = client_of(oak.ana).get(f"matches/export/?program={scene.program.pk}&column=mentors")
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Students,Mentors",
        "Sam Haddad,Mia Fischer",
    ]
    with oak.open():
        event = AuditEvent.objects.get(verb="match.export")
        assert event.facts == {"program": scene.program.pk, "columns": ["students", "mentors"]}


# A match's page


def test_match_detail_says_who_takes_part_and_what_they_plan(oak, client_of):
    scene = running(oak)
    page = client_of(oak.tom).get(f"matches/{scene.match.pk}/").content.decode()
    for words in ("Sam Haddad and Mia Fischer", "Who takes part", "What they plan", "Tom Whelan", "Next meetings"):
        assert words in page


def _tabs(answer):
    """The links to the pages of a match by their words; the current one is starred."""
    return [f"{one['label']}{'*' if one['is_current'] else ''}" for one in answer.context["tabs"]]


def test_match_detail_has_a_page_for_each_side_of_a_match_that_runs(oak, client_of):
    scene = running(oak)
    ana, path = client_of(oak.ana), f"matches/{scene.match.pk}/"
    assert _tabs(ana.get(path)) == ["Overview*", "Meetings", "Class and journal", "Support", "What happened"]
    for number, side in enumerate(("meetings", "class", "support", "timeline"), start=1):
        answer = ana.get(f"{path}{side}/")
        assert answer.status_code == 200 and _tabs(answer)[number].endswith("*")
        assert answer.text.count('aria-current="page"') >= 1 and "Who takes part" not in answer.text
        assert "Sam Haddad and Mia Fischer" in answer.text
    assert "Support calls" in ana.get(f"{path}support/").text
    assert ana.get(f"{path}elsewhere/").status_code == 404


def test_match_detail_says_in_words_that_a_side_has_nothing_yet(oak, client_of):
    match = proposed(oak, waiting(oak))
    ana, path = client_of(oak.ana), f"matches/{match.pk}/"
    assert _tabs(ana.get(path)) == ["Overview*", "Class and journal", "What happened"]
    for side, words in (("meetings", "once the match has started"), ("support", "once the match has started")):
        answer = ana.get(f"{path}{side}/")
        assert answer.status_code == 200
        assert "Nothing here yet" in answer.text and words in answer.text


@pytest.mark.parametrize("side", ["", "meetings/", "class/", "support/", "timeline/"])
def test_no_side_of_a_match_is_known_in_elm_or_to_a_held_colleague(oak, elm, client_of, side):
    scene = running(oak)
    path = f"matches/{scene.match.pk}/{side}"
    assert client_of(elm.ana).get(path).status_code == 404
    assert client_of(oak.cole).get(path).status_code == 403
    with oak.open():
        SafetyHoldFactory(person=oak.tom)
    assert client_of(oak.tom).get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize(
    ("side", "queries"), [("", 33), ("meetings/", 23), ("class/", 18), ("support/", 22), ("timeline/", 29)]
)
def test_match_detail_asks_the_database_so_often(oak, client_of, number, side, queries, django_assert_num_queries):
    """However many students there are in a group, and the same for each side of it."""
    scene = running(oak)
    with oak.open():
        for _one in range(number - 1):
            MatchStudentFactory(match=scene.match, student=StudentFactory(school=oak.school))
    ana, path = client_of(oak.ana), f"matches/{scene.match.pk}/{side}"
    ana.get(path)
    with django_assert_num_queries(queries):
        ana.get(path)


def test_match_detail_is_unknown_in_elm_and_to_other_teachers(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        other = MatchFactory(program=scene.program)
        MatchStudentFactory(match=other, student=scene.lou)
    assert client_of(elm.ana).get(f"matches/{scene.match.pk}/").status_code == 404
    assert client_of(oak.tom).get(f"matches/{other.pk}/").status_code == 404


# Proposing


def proposed(cast, scene):
    """Sam and Mia, proposed by Ana today."""
    with cast.open():
        return matches.propose(
            program=scene.program,
            students=[scene.sam],
            mentor=scene.mia,
            format=Format.ONE_TO_ONE,
            on=timezone.localdate(),
            by=Actor.system("test"),
        )


def talked(cast, match):
    """They talked, with Tom there."""
    with cast.open():
        return interviews.hold(
            match=match,
            held_on=timezone.localdate(),
            place="school",
            adult=cast.tom,
            at=timezone.now(),
            by=Actor.system("test"),
        )


def kinds(**context):
    return sorted(Message.objects.filter(**context).values_list("kind", "person"))


def test_match_propose_suggests_mentors_by_what_they_have_in_common_and_names_what_keeps_others(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        teacher = MentorFactory(person=oak.tom, is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1))
        ProgramMentorFactory(program=scene.program, mentor=teacher)
    answer = client_of(oak.ana).get(f"matches/propose/{scene.sam_in_program.pk}/")
    page = answer.content.decode()

    assert [one.mentor.pk for one in answer.context["free"]] == [scene.mia.pk]
    assert "Both: Healthcare" in page and "40 of 40" in page
    assert "Tom Whelan is this to Sam Haddad: Teacher." in page


@pytest.mark.parametrize("number", [1, 4])
def test_match_propose_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = waiting(oak)
    with oak.open():
        for _one in range(number - 1):
            mentor = MentorFactory(is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1))
            ProgramMentorFactory(program=scene.program, mentor=mentor)
    ana = client_of(oak.ana)
    url = f"matches/propose/{scene.sam_in_program.pk}/"
    ana.get(url)
    with django_assert_num_queries(39):
        assert len(ana.get(url).context["free"]) == number


def test_match_propose_tells_both_and_is_written_down(oak, client_of):
    scene = waiting(oak)
    answer = client_of(oak.ana).post(f"matches/propose/{scene.sam_in_program.pk}/", {"mentor": scene.mia.pk})
    with oak.open():
        match = Match.objects.get()
        assert answer.status_code == 302
        assert (match.state, match.format, match.supervising_teacher) == (State.PROPOSED, "one_to_one", oak.tom)
        assert match.planned_meetings == 12
        assert MatchStudent.objects.get(match=match).is_alone
        assert kinds() == sorted([("mentoring/match_proposed", oak.sam.pk), ("mentoring/match_proposed", oak.mia.pk)])
        assert AuditEvent.objects.filter(verb="match.propose", target_id=match.pk, actor_person=oak.ana).exists()


def test_match_propose_refuses_by_direct_post_what_stands_between_them(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        scene.mia.unpaid_attested_on = None
        scene.mia.save()
    answer = client_of(oak.ana).post(f"matches/propose/{scene.sam_in_program.pk}/", {"mentor": scene.mia.pk})
    assert answer.status_code == 422
    assert "has not said yet that they are not paid" in answer.content.decode()
    with oak.open():
        assert not Match.objects.exists()


def test_match_propose_unfolds_what_keeps_each_when_nobody_is_free_and_leads_to_where_it_is_settled(oak, client_of):
    scene, ana = waiting(oak), client_of(oak.ana)
    url = f"matches/propose/{scene.sam_in_program.pk}/"
    with oak.open():
        scene.mia.unpaid_attested_on = None
        scene.mia.save()
    assert '<details class="card" open>' in ana.get(url).content.decode()
    compared = ana.get(f"{url}?mentor={scene.mia.pk}").content.decode()
    assert f'mentors/{scene.mia.pk}/edit/"' in compared
    with oak.open():
        ProgramMentorFactory(
            program=scene.program,
            mentor=MentorFactory(is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1)),
        )
    assert '<details class="card" open>' not in ana.get(url).content.decode()


def test_match_propose_refuses_a_second_mentor_of_ones_own(oak, client_of):
    scene = waiting(oak)
    proposed(oak, scene)
    with oak.open():
        other = MentorFactory(is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1))
        ProgramMentorFactory(program=scene.program, mentor=other)
    ana, url = client_of(oak.ana), f"matches/propose/{scene.sam_in_program.pk}/"
    assert ana.post(url, {"mentor": other.pk}).status_code == 422
    with oak.open():
        Policy.objects.update(several_mentors=True)
        MatchStudent.objects.update(is_alone=False)
    assert ana.post(url, {"mentor": other.pk}).status_code == 302


@pytest.mark.parametrize("who", ["tom", "pia", "cole", "fay", "mia", "sam"])
def test_match_propose_is_closed_to_others(oak, client_of, who):
    scene = waiting(oak)
    url = f"matches/propose/{scene.sam_in_program.pk}/"
    assert client_of(getattr(oak, who)).get(url).status_code == 403


def test_match_propose_is_unknown_in_elm(oak, elm, client_of):
    scene = waiting(oak)
    assert client_of(elm.ana).get(f"matches/propose/{scene.sam_in_program.pk}/").status_code == 404


def test_match_unpropose_stops_the_mails_and_leaves_nothing(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    assert client_of(oak.ana).post(f"matches/{match.pk}/unpropose/").status_code == 302
    with oak.open():
        assert not Match.objects.exists()
        assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_match_propose_group_takes_one_mentor_and_up_to_four_students(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        scene.mia.most_students = 4
        scene.mia.save()
        others = [StudentFactory(school=oak.school) for _one in range(4)]
        for one in others:
            ProgramStudentFactory(program=scene.program, student=one)
    ana, url = client_of(oak.ana), f"matches/propose-group/{scene.program.pk}/"
    five = {"mentor": scene.mia.pk, "students": [scene.sam.pk, *(one.pk for one in others)]}
    assert ana.post(url, five).status_code == 422
    assert ana.post(url, {**five, "students": five["students"][:4]}).status_code == 302
    with oak.open():
        match = Match.objects.get()
        assert (match.format, match.student_rows.count(), match.mentor_rows.count()) == ("small_group", 4, 1)
    with oak.open(), pytest.raises(matches.CannotPropose, match="4 students at most"):
        matches.add_student(match=match, student=others[3], on=timezone.localdate(), by=Actor.system("test"))


# Answers


def test_match_answer_is_a_yes_of_both_after_they_talked(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    sam, mia = client_of(oak.sam), client_of(oak.mia)
    before = sam.get(f"my-matches/{match.pk}/").content.decode()
    assert "I would rather not meet this time" in before and 'value="yes"' not in before
    early = sam.post(f"my-matches/{match.pk}/", {"answer": "yes"})
    assert early.status_code == 422 and "First you talk with each other" in early.content.decode()
    talked(oak, match)

    assert sam.post(f"my-matches/{match.pk}/", {"answer": "yes", "rating": "5"}).status_code == 302
    page = mia.get(f"my-matches/{match.pk}/").content.decode()
    assert "Haddad" not in page and "Sam" in page and "Said yes" not in page
    assert mia.post(f"my-matches/{match.pk}/", {"answer": "yes"}).status_code == 302
    with oak.open():
        match.refresh_from_db()
        assert match.state == State.AGREED
        told = {one for kind, one in kinds() if kind == "mentoring/match_agreed"}
        assert told == {oak.sam.pk, oak.mia.pk, oak.tom.pk}
        assert match.student_rows.get().rating == 5


def test_match_answer_no_is_private_and_kind(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    assert client_of(oak.sam).post(f"my-matches/{match.pk}/", {"answer": "no", "rating": "1"}).status_code == 302
    with oak.open():
        match.refresh_from_db()
        assert (match.state, match.end_reason) == (State.NOT_STARTED, "")
        assert [one for kind, one in kinds() if kind == "mentoring/match_not_started"] == [oak.mia.pk]
    page = client_of(oak.mia).get(f"my-matches/{match.pk}/").content.decode()
    assert "Does not come about this time" in page and "no" not in page.split("<main")[1].split()
    assert "Said no" not in client_of(oak.tom).get(f"matches/{match.pk}/").content.decode()
    assert "1 of 5" not in client_of(oak.pia).get(f"matches/{match.pk}/").content.decode()
    coordinator = client_of(oak.ana).get(f"matches/{match.pk}/").content.decode()
    assert "Said no" in coordinator and "1 of 5" in coordinator


@pytest.mark.parametrize("who", ["gil", "tom", "ana"])
def test_match_answer_is_for_those_in_it_alone(oak, elm, client_of, who):
    scene = waiting(oak)
    match = proposed(oak, scene)
    assert client_of(getattr(oak, who)).get(f"my-matches/{match.pk}/").status_code in {403, 404}
    assert client_of(elm.sam).get(f"my-matches/{match.pk}/").status_code == 404
    assert client_of(elm.mia).get(f"my-matches/{match.pk}/").status_code == 404


def test_match_student_answer_is_typed_in_with_who_said_so(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    talked(oak, match)
    with oak.open():
        row = match.student_rows.get()
    url, ana = f"matches/students/{row.pk}/answer/", client_of(oak.ana)
    assert ana.post(url, {"answer": "yes"}).status_code == 422
    assert ana.post(url, {"answer": "yes", "said": "Told me in class"}).status_code == 302
    with oak.open():
        row.refresh_from_db()
        assert (row.answer, row.answer_said, row.answered_by) == ("yes", "Told me in class", oak.ana)
    assert client_of(oak.tom).get(url).status_code == 403


def test_one_who_says_no_to_a_group_leaves_it_alone(oak):
    scene = waiting(oak)
    with oak.open():
        scene.mia.most_students = 4
        scene.mia.save()
        ben = StudentFactory(school=oak.school)
        ProgramStudentFactory(program=scene.program, student=ben)
        today, by = timezone.localdate(), Actor.system("test")
        match = matches.propose(
            program=scene.program,
            students=[scene.sam, ben],
            mentor=scene.mia,
            format=Format.SMALL_GROUP,
            on=today,
            by=by,
        )
        sam, other = match.student_rows.get(student=scene.sam), match.student_rows.get(student=ben)
        matches.answer(member=sam, answer=Answer.YES, on=today, by=by)
        matches.answer(member=match.mentor_rows.get(), answer=Answer.YES, on=today, by=by)
        assert matches.answer(member=other, answer=Answer.NO, on=today, by=by).state == State.AGREED
        other.refresh_from_db()
        assert other.left_on == today


# The plan


def test_match_plan_is_filled_from_the_goals_and_counts_the_promised_months(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    with oak.open():
        scene.sam_in_program.goals.create(text="See a pharmacy", set_on=date(2026, 9, 20), district=oak.district)
    ana, url = client_of(oak.ana), f"matches/{match.pk}/plan/"
    assert "See a pharmacy" in ana.get(url).content.decode()
    plan = {
        "places": ["school"],
        "place_note": "Room 12",
        "starts_on": "2027-01-31",
        "objective_1": "Explain what a pharmacist does",
        "standard_1": "HS-2.1",
        "activity_1": "Job shadow",
        "adult_in_charge": oak.tom.pk,
        "supervising_teacher": oak.tom.pk,
        "planned_meetings": "10",
        "meeting_minutes": "45",
    }
    assert ana.post(url, {**plan, "places": ["outing"]}).status_code == 422
    assert ana.post(url, plan).status_code == 302
    with oak.open():
        match.refresh_from_db()
        assert (match.starts_on, match.ends_on) == (date(2027, 1, 31), date(2027, 7, 31))
        assert (match.places, match.activities, match.adult_in_charge) == (["school"], ["Job shadow"], oak.tom)
        written = list(match.objectives.values_list("position", "text", "standard"))
        assert written == [(1, "Explain what a pharmacist does", "HS-2.1")]
    assert ana.get(f"matches/{match.pk}/").status_code == 200


def test_the_mentor_is_the_adult_in_charge_only_at_the_workplace_where_the_rules_say_so(oak):
    scene = waiting(oak)
    match = proposed(oak, scene)
    plan = {"places": ["workplace"], "adult_in_charge": oak.mia}

    def change():
        matches.change_plan(match=match, plan=plan, objectives=[], on=date(2026, 11, 2), by=Actor.system("test"))

    with oak.open():
        with pytest.raises(matches.CannotChange, match="not the adult in charge"):
            change()
        Policy.objects.update(mentor_may_supervise=True)
        change()


# Leaving and the end


def test_match_student_leave_warns_and_never_ends(oak, client_of):
    scene = running(oak)
    with oak.open():
        row = scene.match.student_rows.get()
    ana = client_of(oak.ana)
    assert "Nobody is left to meet then." in ana.get(f"matches/students/{row.pk}/leave/").content.decode()
    assert ana.post(f"matches/students/{row.pk}/leave/", {"reason": "Moved away"}).status_code == 302
    page = ana.get(f"matches/{scene.match.pk}/").content.decode()
    assert "No student is left in this match" in page
    with oak.open():
        scene.match.refresh_from_db()
        assert scene.match.state == State.RUNNING
        event = AuditEvent.objects.get(verb="match.leave")
    assert ana.post(f"matches/take-back/{event.pk}/").status_code == 302
    with oak.open():
        row.refresh_from_db()
        assert row.left_on is None


def test_match_end_takes_a_reason_and_is_undone(oak, client_of):
    scene = running(oak)
    ana, url = client_of(oak.ana), f"matches/{scene.match.pk}/end/"
    assert ana.post(url, {"reason": ""}).status_code == 422
    assert ana.post(url, {"reason": "Goals reached"}).status_code == 302
    with oak.open():
        scene.match.refresh_from_db()
        assert (scene.match.state, scene.match.end_reason) == (State.ENDED, "Goals reached")
        assert not scene.match.student_rows.filter(left_on=None).exists()
        event = AuditEvent.objects.get(verb="match.end")
    assert "Sam Haddad" in ana.get("matches/?state=ended").content.decode()
    assert ana.post(f"matches/take-back/{event.pk}/").status_code == 302
    with oak.open():
        scene.match.refresh_from_db()
        assert (scene.match.state, scene.match.ended_on) == (State.RUNNING, None)
        assert scene.match.student_rows.filter(left_on=None).count() == 1


@pytest.mark.parametrize("who", ["tom", "pia"])
def test_match_end_is_closed_to_those_who_only_look(oak, client_of, who):
    scene = running(oak)
    assert client_of(getattr(oak, who)).get(f"matches/{scene.match.pk}/end/").status_code == 403


def test_elm_changes_nothing_of_oak(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        row = scene.match.student_rows.get()
    ana = client_of(elm.ana)
    for path in (
        f"{scene.match.pk}/end/",
        f"{scene.match.pk}/plan/",
        f"{scene.match.pk}/interview/",
        f"students/{row.pk}/leave/",
        f"students/{row.pk}/answer/",
        f"propose-group/{scene.program.pk}/",
    ):
        assert ana.get(f"matches/{path}").status_code == 404


# Students without a mentor


@pytest.mark.parametrize("number", [1, 4])
def test_unmatched_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = waiting(oak)
    with oak.open():
        for _one in range(number - 2):
            ProgramStudentFactory(program=scene.program, student=StudentFactory(school=oak.school))
        if number == 1:
            scene.lou.left_on = date(2026, 10, 1)
            scene.lou.save()
        Interest.objects.create(
            program=scene.program,
            student=scene.sam,
            mentor=scene.mia,
            asked_on=date(2026, 11, 1),
            answer_until=date(2026, 11, 8),
        )
    ana = client_of(oak.ana)
    url = "matches/students-without/?column=area&column=asked&column=grade&column=school&column=group&column=program"
    ana.get(url)
    with django_assert_num_queries(28):
        assert len(_names(ana.get(url))) == number


def test_unmatched_list_leaves_out_who_is_proposed(oak, client_of):
    scene = waiting(oak)
    assert _names(client_of(oak.ana).get("matches/students-without/")) == ["Abbott, Lou", "Haddad, Sam"]
    proposed(oak, scene)
    assert _names(client_of(oak.ana).get("matches/students-without/")) == ["Abbott, Lou"]


# The first talk


def test_interview_plan_names_an_adult_who_is_neither_of_them(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    ana, url = client_of(oak.ana), f"matches/{match.pk}/interview/"
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    talk = {"day": day, "time": "14:30", "place": "school", "place_note": "Room 12"}
    assert ana.post(url, {**talk, "adult": oak.mia.pk}).status_code == 422
    assert ana.post(url, {**talk, "adult": oak.tom.pk, "place": "outing"}).status_code == 422
    assert ana.post(url, {**talk, "adult": oak.tom.pk, "place": "workplace"}).status_code == 422
    assert ana.post(url, {**talk, "adult": oak.tom.pk}).status_code == 302
    assert ana.post(url, {**talk, "adult": oak.tom.pk, "time": "15:00"}).status_code == 302
    with oak.open():
        [talk_row] = MatchInterview.objects.all()
        assert timezone.localtime(talk_row.planned_at).hour == 15
        told = {one for kind, one in kinds() if kind == "mentoring/interview_planned"}
        assert told == {oak.sam.pk, oak.mia.pk, oak.tom.pk}
    assert "You meet on" in client_of(oak.sam).get("my-program/").content.decode()


def test_interview_cancel_leaves_room_for_another(oak, client_of):
    scene = waiting(oak)
    match = proposed(oak, scene)
    with oak.open():
        at = timezone.now()
        planned = interviews.plan(
            match=match,
            planned_at=at + timedelta(days=2),
            place="school",
            adult=oak.tom,
            at=at,
            by=Actor.system("test"),
        )
    assert client_of(oak.ana).post(f"matches/interviews/{planned.pk}/cancel/").status_code == 302
    with oak.open():
        planned.refresh_from_db()
        assert planned.canceled_on is not None
    assert "Canceled" in client_of(oak.ana).get(f"matches/{match.pk}/").content.decode()


# What the database holds


def test_two_tabs_that_both_propose_leave_one_match(oak, monkeypatch):
    """The second one has seen nothing of the first: the constraint keeps it out, in words."""
    scene = waiting(oak)
    proposed(oak, scene)
    monkeypatch.setattr(matches.pairing_rules, "pairing_blockers_of", lambda *_args, **_named: {})
    with oak.open(), pytest.raises(matches.CannotPropose, match="has a mentor of their own already"):
        matches.propose(
            program=scene.program,
            students=[scene.sam],
            mentor=scene.mia,
            format=Format.ONE_TO_ONE,
            on=timezone.localdate(),
            by=Actor.system("test"),
        )
    with oak.open():
        assert Match.objects.count() == 1
