"""Retiring a person empties what is known about them and leaves the log whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Seat
from correspondence.models import Letter
from tenancy import audit
from tenancy.actor import Actor
from tenancy.files import keep_at
from tenancy.models import AuditEvent, Person
from tests.conftest import Cast, connect_as
from tests.factories.correspondence import LetterBatchFactory, LetterFactory, LetterSubjectFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_owner() -> object:
    connect_as("app_owner")
    yield
    connect_as("app_rt")


def test_a_retired_person_has_no_name_address_or_sign_in(
    transactional_oak: Cast, transactional_elm: Cast, as_owner: object, capsys: pytest.CaptureFixture[str]
) -> None:
    oak, elm = transactional_oak, transactional_elm
    connect_as("app_rt")
    with oak.open():
        audit.record(by=Actor.person(oak.ana), verb="person.update", target=oak.sam, reason="Sam’s mother called")
    connect_as("app_owner")
    call_command("retire", "--district", "oak", "--person", str(oak.sam.pk))
    assert capsys.readouterr().out == "Retired 1 of Oak School District.\n"
    connect_as("app_rt")
    with oak.open():
        sam = Person.objects.get(pk=oak.sam.pk)
        assert (sam.given_name, sam.family_name, sam.email, sam.search_key) == ("–", "–", "", "")
        assert not sam.is_active
        assert not Seat.objects.filter(person_id=sam.pk).exists()
        assert list(AuditEvent.objects.filter(target_id=sam.pk).order_by("pk").values_list("verb", "reason")) == [
            ("person.update", ""),
            ("person.retire", ""),
        ]
        assert Person.objects.get(pk=oak.gil.pk).email == "gil@oak.example"
    with elm.open():
        assert Person.objects.get(pk=elm.sam.pk).email == "sam@elm.example"


def test_letters_that_name_somebody_are_emptied_and_their_files_deleted(
    transactional_oak: Cast, as_owner: object, settings: Settings, tmp_path: Path
) -> None:
    oak, settings.MEDIA_ROOT = transactional_oak, str(tmp_path)
    connect_as("app_rt")
    with oak.open():
        batch = LetterBatchFactory(print_file=keep_at("letters/all.pdf", b"%PDF all"))
        letters = [
            LetterFactory(batch=batch, person=oak.mia, file=keep_at(f"letters/{one}.pdf", b"%PDF"), **_MADE)
            for one in ("group", "other")
        ]
        for person in (oak.sam, oak.tom):
            LetterSubjectFactory(letter=letters[0], person=person)
    connect_as("app_owner")
    call_command("retire", "--district", "oak", "--person", str(oak.sam.pk))
    connect_as("app_rt")
    with oak.open():
        group, other = Letter.objects.order_by("pk")
        assert (group.to_name, group.values, group.file) == ("–", {}, "")
        assert (other.to_name, other.file) == (oak.mia.name, "letters/other.pdf")
        batch.refresh_from_db()
        assert batch.print_file == "", "who prints all letters would print this one"
    left = [one for one in ("all", "group", "other") if default_storage.exists(f"letters/{one}.pdf")]
    assert left == ["other"]


#: What a letter has that was made.
_MADE = {"made_at": datetime(2027, 5, 28, 15, tzinfo=UTC), "sha256": "0" * 64}


def test_a_whole_district_can_be_retired_and_the_other_is_untouched(
    transactional_oak: Cast, transactional_elm: Cast, as_owner: object, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("retire", "--district", "oak", "--all")
    call_command("retire", "--district", "oak", "--all")
    assert capsys.readouterr().out == "Retired 9 of Oak School District.\nRetired 0 of Oak School District.\n"
    connect_as("app_rt")
    with transactional_elm.open():
        assert Person.objects.exclude(email="").count() == 9


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--district", "ash", "--all"], "There is no district 'ash'"),
        (["--district", "oak", "--person", "4711"], "There is nobody with this id"),
    ],
)
def test_whom_there_is_not_cannot_be_retired(
    transactional_oak: Cast, as_owner: object, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("retire", *arguments)


def test_it_takes_the_owner(transactional_oak: Cast) -> None:
    with pytest.raises(CommandError, match="connects as the owner"):
        call_command("retire", "--district", "oak", "--all")
