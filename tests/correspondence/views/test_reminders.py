"""Everybody chooses what they are reminded of, as far as it can be left out."""

import pytest

from correspondence import kinds
from correspondence.models import MutedKind
from tenancy.models import AuditEvent
from tenancy.permissions import Role


@pytest.fixture(autouse=True)
def offered(made):
    """Mentors may mute two kinds, students one of them."""
    made_kinds = [("tests/one", "Notes to write", [Role.MENTOR, Role.STUDENT]), ("tests/two", "Ideas", [Role.MENTOR])]
    for name, label, roles in made_kinds:
        kinds.kind(name, label=label, muted_by=roles)(lambda message: {})


def test_reminder_choose_offers_what_the_role_may_mute(oak, client_of):
    page = client_of(oak.mia).get("my-reminders/").text
    assert "Notes to write" in page
    assert "Ideas" in page
    assert "Ideas" not in client_of(oak.sam).get("my-reminders/").text


def test_reminder_choose_keeps_the_choice_and_takes_it_back(oak, client_of):
    mia = client_of(oak.mia)
    mia.post("my-reminders/", {"wanted": ["tests/two"]})
    with oak.open():
        assert list(MutedKind.objects.filter(kind__startswith="tests/").values_list("person", "kind")) == [
            (oak.mia.pk, "tests/one")
        ]
        assert AuditEvent.objects.filter(verb="reminder.choose").count() == 1
    assert 'value="tests/one"' in mia.get("my-reminders/").text
    everything = [one.name for one in kinds.every() if Role.MENTOR in one.muted_by]
    mia.post("my-reminders/", {"wanted": everything})
    with oak.open():
        assert not MutedKind.objects.exists()


def test_reminder_choose_refuses_what_is_not_offered(oak, client_of):
    page = client_of(oak.sam).post("my-reminders/", {"wanted": ["tests/two"]})
    assert page.status_code == 422
    with oak.open():
        assert not MutedKind.objects.exists()


def test_reminder_choose_is_ones_own(oak, elm, client_of):
    client_of(oak.mia).post("my-reminders/", {"wanted": []})
    with elm.open():
        assert not MutedKind.objects.exists()
    assert client_of(elm.mia).get("/d/oak/my-reminders/").status_code == 404
