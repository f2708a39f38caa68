import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from correspondence import outbox, sign_in_mail
from correspondence.kinds import UnknownKind
from correspondence.links import Link, UnknownPurpose
from correspondence.models import SignInMail
from tenancy.about import About
from tenancy.actor import Actor
from tests.factories.correspondence import MessageFactory


def test_pending_counts_what_should_have_left(oak):
    sign_in_mail.post("account/email/login_code", "ana@oak.example", {"code": "ABCD-1234"})
    assert outbox.pending().count == 1
    assert "ABCD" not in str(SignInMail.objects.values().get())


def test_pending_says_how_long_the_oldest_has_waited(oak):
    with oak.open():
        MessageFactory(person=oak.gil, state="waiting", leave_at=timezone.now() - timedelta(minutes=10))
        MessageFactory(person=oak.gil, state="waiting", leave_at=timezone.now() + timedelta(minutes=10))
        MessageFactory(person=oak.gil)
    assert outbox.pending().count == 1
    assert outbox.pending().oldest_seconds == pytest.approx(600, abs=5)


def test_districts_with_due_mail_are_named_without_a_context(oak, elm):
    with elm.open():
        MessageFactory(person=elm.gil, state="waiting")
    with connection.cursor() as cursor:
        cursor.execute("SELECT districts_with_due_mail(%s)", [timezone.now() + timedelta(seconds=1)])
        assert cursor.fetchall() == [(elm.district.pk,)]


@pytest.mark.parametrize("function", ["districts_with_due_mail(timestamptz)", "outbox_pending(timestamptz)"])
def test_functions_that_see_all_districts_are_for_the_runtime_role_alone(db, function):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.rolname, p.prosecdef, p.proconfig, coalesce(array_agg(g.rolname::text ORDER BY g.rolname), '{}')
            FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner, aclexplode(p.proacl) x
            LEFT JOIN pg_roles g ON g.oid = x.grantee
            WHERE p.oid = %s::regprocedure GROUP BY 1, 2, 3
            """,
            [function],
        )
        assert cursor.fetchall() == [("app_owner", True, ["search_path=pg_catalog, pg_temp"], ["app_owner", "app_rt"])]


@pytest.mark.parametrize("value", ["https://school.example/t/abc", "Sam Haddad", 1.5, None, "x" * 61])
def test_a_context_takes_ids_and_codes_alone(oak, value):
    with oak.open(), pytest.raises(outbox.NotACode):
        outbox.post(kind="tests/note", to=oak.gil, by=Actor.person(oak.ana), context={"what": value})


def test_a_link_that_nobody_makes_is_refused(oak):
    with oak.open(), pytest.raises(UnknownPurpose):
        outbox.post(kind="tests/note", to=oak.gil, by=Actor.person(oak.ana), link=Link("nobody.makes", 1))


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_write_one_message(transactional_oak):
    oak, together = transactional_oak, threading.Barrier(2)

    def ask(_number):
        try:
            with oak.open():
                together.wait()
                return outbox.post(kind="tests/note", to=oak.gil, by=Actor.person(oak.ana), dedupe_key="once").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(ask, range(2))
    assert first == second


@pytest.mark.parametrize(
    "fields",
    [
        {"link_purpose": "tests.invitation"},
        {"about_pk": 1},
        {"state": "sent", "sent_at": None},
        {"state": "waiting", "sent_at": timezone.now()},
        {"state": "collected"},
    ],
)
def test_the_database_refuses_half_a_message(oak, fields):
    with oak.open(), pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(person=oak.gil, **fields)


def test_a_message_says_what_it_is_about(oak, client_of):
    with oak.open():
        message = outbox.post(
            kind="tests/note",
            to=oak.gil,
            by=Actor.person(oak.ana),
            about=About("Sam Haddad", "tenancy:person_detail", oak.sam.pk),
        )
    page = client_of(oak.ana).get(f"mail/{message.pk}/")
    assert f'<a href="/d/oak/people/{oak.sam.pk}/">Sam Haddad</a>' in page.text


def test_a_kind_that_nobody_registered_is_refused(oak):
    with oak.open(), pytest.raises(UnknownKind):
        outbox.post(kind="nobody/knows", to=oak.gil, by=Actor.person(oak.ana))
