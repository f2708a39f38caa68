"""What follows for journals once a meeting was logged, really logged."""

from datetime import timedelta

from django.utils import timezone

from journals.models import BankedComment, Entry
from meetings.actions import logs
from mentoring.models import MatchMentor
from tenancy.actor import Actor
from tenancy.happenings import happened
from tests.factories.journals import BankedCommentFactory
from tests.journals.diary import diary


def test_a_logged_meeting_owes_an_entry_and_a_changed_log_takes_it_back(oak):
    found = diary(oak)
    with oak.open():
        mentor = MatchMentor.objects.get(match=found.scene.match)
        logged = logs.Logged(
            on=oak.today - timedelta(days=1),
            minutes=60,
            place="school",
            came={found.member: "came", mentor: "came"},
            adult=oak.tom,
        )
        written = logs.log(
            match=found.scene.match,
            meeting=None,
            logged=logged,
            author=oak.mia,
            at=timezone.now(),
            by=Actor.person(oak.mia),
        )
        entry = Entry.objects.get()
        assert (entry.meeting, entry.match_student, entry.state) == (written.meeting, found.member, "owed")
        row = written.meeting.participations.get(match_student=found.member)
        row.standing = "no_show"
        row.save()
        happened("student.no_show", participation=row, at=timezone.now(), by=Actor.person(oak.fay))
        assert not Entry.objects.exists()


def test_kept_comments_of_both_belong_to_the_one_who_stays(oak):
    with oak.open():
        BankedCommentFactory(teacher=oak.tom)
        BankedCommentFactory(teacher=oak.ana)
        happened(
            "person.merged",
            kept=oak.tom,
            gone=oak.ana,
            from_gone=frozenset(),
            on=oak.today,
            by=Actor.person(oak.ada),
        )
        assert {one.teacher for one in BankedComment.objects.all()} == {oak.tom}
