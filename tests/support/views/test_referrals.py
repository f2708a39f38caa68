"""Letters to the counselor: only the counselor, and the back-up once it was passed on, read them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from correspondence import rendering
from correspondence.models import Message
from support.actions import referrals
from support.models import CounselorBackup, Referral, ReferralText
from support.tasks import sweep_referrals
from support.todo import todos
from tenancy.actor import Actor
from tenancy.models import AuditEvent, CalendarDay, MembershipSchool, SchoolYear
from tenancy.viewer import Viewer
from tests.factories.support import CounselorBackupFactory, ReferralFactory, ReferralTextFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mentoring.scene import running

WORDS = "I am afraid to go home."
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def scene(oak):
    return running(oak)


def write(client, scene, text=WORDS):
    return client.post(f"students/{scene.sam.pk}/tell-the-counselor/", {"text": text})


def everything_kept():
    """What the log and the outbox hold, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM tenancy_auditevent t")
        told = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT row_to_json(t)::text FROM correspondence_message t")
        return " ".join([*told, *(row[0] for row in cursor.fetchall())])


def asked_of(cast, name):
    """What somebody reads on Today."""
    with cast.open():
        return " ".join(one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name))))


@pytest.mark.parametrize("author", ["sam", "mia", "tom", "ana"])
def test_referral_write_is_one_step_and_the_counselor_alone_reads_it(oak, scene, client_of, author):
    client = client_of(getattr(oak, author))
    page = client.get(f"students/{scene.sam.pk}/tell-the-counselor/").content.decode()
    assert "Not for emergencies: call 911 or 988." in page and "Only the school counselor reads this" in page
    assert ("the law may require you to report it yourself" in page) == (author != "sam")
    assert write(client, scene, "").status_code == 422
    assert write(client, scene).status_code == 302
    with oak.open():
        referral = Referral.objects.get()
        assert (referral.counselor, referral.school, referral.opened_at) == (oak.cole, oak.school, None)
        [message] = Message.objects.filter(kind="support/referral_written")
        mail = rendering.mail(message, {})
        assert message.person == oak.cole and message.posted_by is None
        assert WORDS not in mail.text + mail.html and "Sam" not in mail.text + mail.html
        assert WORDS not in everything_kept()
    url = f"counselor-letters/{referral.pk}/"
    for name in ("ada", "ana", "pia", "tom", "fay"):
        assert client_of(getattr(oak, name)).get(url).status_code == 404
        listed = client_of(getattr(oak, name)).get("counselor-letters/").content.decode()
        assert "Sam Haddad" not in listed
    for name in ("mia", "sam", "gil"):
        assert client_of(getattr(oak, name)).get(url).status_code == 403
    assert "Somebody wrote to you as a counselor" in asked_of(oak, "cole")
    assert WORDS in client_of(oak.cole).get(url).content.decode()
    client_of(oak.cole).get(url)
    with oak.open():
        referral.refresh_from_db()
        assert referral.opened_by == oak.cole
        assert AuditEvent.objects.filter(verb="referral.read", actor_person_id=oak.cole.pk).count() == 2
        assert WORDS not in everything_kept()
    assert "The counselor has read it" in client.get(f"students/{scene.sam.pk}/tell-the-counselor/").content.decode()


def test_referral_write_is_about_students_one_knows(oak, elm, scene, client_of):
    url = f"students/{scene.lou.pk}/tell-the-counselor/"
    assert client_of(oak.mia).get(url).status_code == 404
    assert client_of(oak.sam).get(url).status_code == 404
    assert client_of(oak.gil).get(url).status_code == 403
    assert client_of(elm.ana).get(url).status_code == 404
    assert client_of(elm.cole).get("counselor-letters/").status_code == 200


def test_referral_write_comes_to_the_counselor_of_the_school_before_the_districts(oak, scene, client_of):
    with oak.open():
        there = PersonFactory(given_name="Noa")
        membership = MembershipFactory(person=there, role="counselor", scope="schools")
        MembershipSchool.objects.create(membership=membership, school=oak.school)
    write(client_of(oak.sam), scene)
    with oak.open():
        assert Referral.objects.get().counselor == there
    assert client_of(oak.cole).get(f"counselor-letters/{referral_pk(oak)}/").status_code == 404


def referral_pk(cast):
    with cast.open():
        return Referral.objects.get().pk


def test_referral_list(oak, scene, client_of, django_assert_num_queries):
    def made(count):
        with oak.open():
            for _number in range(count):
                ReferralFactory(student=scene.sam, counselor=oak.cole)

    made(1)
    cole = client_of(oak.cole)
    cole.get("counselor-letters/")
    with django_assert_num_queries(14):
        cole.get("counselor-letters/")
    made(3)
    with django_assert_num_queries(14):
        assert "4 letters" in cole.get("counselor-letters/").content.decode()


def test_referral_note_close_and_reopen(oak, scene, client_of):
    write(client_of(oak.sam), scene)
    cole, url = client_of(oak.cole), f"counselor-letters/{referral_pk(oak)}/"
    assert cole.post(f"{url}close/").status_code == 302
    with oak.open():
        assert Referral.objects.get().closed_at is None  # nobody has read it
    cole.get(url)
    assert cole.post(f"{url}note/", {"text": ""}).status_code == 422
    assert cole.post(f"{url}note/", {"text": "Talked with Sam."}).status_code == 302
    assert "Talked with Sam." in cole.get(url).content.decode()
    cole.post(f"{url}close/")
    assert "Sam Haddad" not in cole.get("counselor-letters/").content.decode()
    assert "Sam Haddad" in cole.get("counselor-letters/?show=closed").content.decode()
    cole.post(f"{url}reopen/")
    with oak.open():
        assert Referral.objects.get().closed_at is None and "Talked" not in everything_kept()
    for name in ("ada", "ana"):
        assert client_of(getattr(oak, name)).post(f"{url}note/", {"text": "x"}).status_code == 404


@pytest.fixture
def november(oak):
    """School from August to June, closed on Wednesday, November 11."""
    with oak.open():
        if not SchoolYear.objects.filter(starts_on__lte="2026-11-01", ends_on__gte="2026-12-01").exists():
            SchoolYear.objects.create(name="26", starts_on="2026-08-17", ends_on="2027-06-10")
        CalendarDay.objects.create(day="2026-11-11", kind="closed")


def swept(cast, *when):
    with cast.open() as opened:
        referrals.sweep(district=opened, at=datetime(*when, tzinfo=CHICAGO))
    with cast.open():
        one = Referral.objects.get()
        return (one.passed_at is not None, one.raised_at is not None)


def test_what_nobody_reads_goes_to_the_back_up_and_then_to_the_administrators_eyes(oak, scene, november, client_of):
    with oak.open():
        CounselorBackupFactory(school=oak.school, person=oak.pia)
        letter = ReferralFactory(
            student=scene.sam, counselor=oak.cole, written_at=datetime(2026, 11, 10, 13, 0, tzinfo=CHICAGO)
        )
        ReferralTextFactory(referral=letter, text=WORDS)
    url = f"counselor-letters/{letter.pk}/"
    assert swept(oak, 2026, 11, 10, 23, 0) == (False, False)  # two school hours
    assert swept(oak, 2026, 11, 11, 14, 0) == (False, False)  # closed
    assert swept(oak, 2026, 11, 12, 9, 59) == (False, False)
    assert client_of(oak.pia).get(url).status_code == 404
    assert swept(oak, 2026, 11, 12, 10, 0) == (True, False)
    assert "was passed on to you" in asked_of(oak, "pia")
    assert swept(oak, 2026, 11, 12, 13, 59) == (True, False)
    assert "never been opened" not in asked_of(oak, "ada")
    assert swept(oak, 2026, 11, 12, 14, 0) == (True, True)
    assert swept(oak, 2026, 11, 13, 14, 0) == (True, True)
    with oak.open():
        kinds = sorted(Message.objects.values_list("kind", "person__given_name"))
        assert kinds == [("support/referral_passed", "Pia"), ("support/referral_raised", "Ada")]
        assert WORDS not in everything_kept()
    assert "A letter to the counselor of Oak High School" in asked_of(oak, "ada")
    assert asked_of(oak, "ana").count("letter") == 0
    watch = client_of(oak.ada).get("counselor-letters/unopened/").content.decode()
    assert "Oak High School" in watch and "Cole Nguyen" in watch
    assert "Haddad" not in watch and WORDS not in watch
    assert client_of(oak.ada).get(url).status_code == 404
    assert client_of(oak.ana).get("counselor-letters/unopened/").status_code == 403
    assert WORDS in client_of(oak.pia).get(url).content.decode()
    assert "never been opened" not in asked_of(oak, "ada")
    assert "Oak High" not in client_of(oak.ada).get("counselor-letters/unopened/").content.decode().split("<h1")[1]


def test_an_early_release_shortens_the_school_hours(oak, scene, november):
    with oak.open():
        CalendarDay.objects.create(day="2026-11-10", kind="early_release", dismissed_at="12:00", school=oak.school)
        ReferralFactory(student=scene.sam, counselor=oak.cole, written_at=datetime(2026, 11, 10, 9, 0, tzinfo=CHICAGO))
    assert swept(oak, 2026, 11, 10, 15, 0) == (False, False)
    assert swept(oak, 2026, 11, 12, 9, 0) == (False, True)  # no back-up: the administrators see that it exists


def test_the_sweep_runs_in_every_district(oak, elm, scene):
    with oak.open():
        ReferralFactory(student=scene.sam, counselor=oak.cole)
    sweep_referrals()
    with oak.open():
        assert Referral.objects.count() == 1


def test_referral_write_without_a_counselor_goes_to_the_back_up_at_once(oak, scene, client_of):
    with oak.open():
        oak.cole.memberships.update(ended_on=oak.today - timedelta(days=1))
        CounselorBackupFactory(school=oak.school, person=oak.tom)
    write(client_of(oak.sam), scene)
    with oak.open():
        one = Referral.objects.get()
        assert (one.counselor, one.backup, one.raised_at) == (None, oak.tom, None) and one.passed_at
    assert WORDS in client_of(oak.tom).get(f"counselor-letters/{one.pk}/").content.decode()


def test_referral_read_is_refused_to_a_counselor_no_more(oak, scene, client_of):
    write(client_of(oak.sam), scene)
    url = f"counselor-letters/{referral_pk(oak)}/"
    with oak.open():
        oak.cole.memberships.update(role="teacher")
    assert client_of(oak.cole).get(url).status_code == 404


def test_referral_read_by_anybody_else_is_refused_by_the_action_too(oak, scene):
    with oak.open():
        letter = ReferralFactory(student=scene.sam, counselor=oak.cole, backup=oak.pia)
        for person in (oak.ada, oak.ana, oak.pia):
            with pytest.raises(referrals.CannotRead):
                referrals.read(referral=letter, at=letter.written_at, by=Actor.person(person))


def test_backup_name_is_for_principals_and_administrators(oak, elm, scene, client_of):
    url = f"counselor-backups/{oak.school.pk}/"
    pia = client_of(oak.pia)
    page = pia.get(url).content.decode()
    assert "Whelan, Tom" in page and "García, Ana" not in page and "Okafor, Ada" not in page
    assert pia.post(url, {"person": oak.ana.pk}).status_code == 422
    assert pia.post(url, {"person": oak.tom.pk}).status_code == 302
    with oak.open():
        assert CounselorBackup.objects.get().person == oak.tom
    assert "Tom Whelan" in pia.get("counselor-backups/").content.decode()
    assert "Nobody is named" not in asked_of(oak, "pia")
    assert client_of(oak.ana).get(url).status_code == 403
    assert client_of(elm.pia).get(url).status_code == 404
    assert pia.post(f"{url}remove/").status_code == 302
    with oak.open():
        assert not CounselorBackup.objects.exists()
    assert "Nobody is named" in asked_of(oak, "pia")


def test_backup_name_sends_on_what_was_raised_without_one(oak, scene, client_of):
    with oak.open():
        ReferralFactory(student=scene.sam, counselor=oak.cole, raised_at=datetime(2026, 11, 4, 9, tzinfo=CHICAGO))
    client_of(oak.ada).post(f"counselor-backups/{oak.school.pk}/", {"person": oak.tom.pk})
    with oak.open():
        assert Referral.objects.get().backup == oak.tom
        assert Message.objects.filter(kind="support/referral_passed", person=oak.tom).exists()
        assert not ReferralText.objects.exists()
