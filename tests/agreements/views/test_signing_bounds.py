"""Where signing ends: other words than were read, a parent who may not sign any more, a host of another school."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements import mails
from agreements.actions import agreements, signing
from agreements.actions.agreements import PartyWanted
from agreements.models import Agreement, Kind, Packet, Party, Role
from correspondence.links import Outdated
from tenancy.actor import Actor
from tests.agreements import packets
from tests.agreements.packets import Papers
from tests.agreements.views.test_signing import ANSWERS, NAME, agree_and_read, come_in, out, pia_of, read
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.tenancy import PersonFactory


def barred(parties, on) -> dict[int, str]:
    return {one.pk: "You may not sign any more." for one in parties if one.role == Role.GUARDIAN}


BARRED = (barred,)
_BARRED = "tests.agreements.views.test_signing_bounds.BARRED"


@pytest.fixture
def papers(oak: Cast) -> Papers:
    with oak.open():
        return out(oak)


def replaced(cast: Cast, papers: Papers) -> Agreement:
    """The agreement of the packet, replaced by one with another first day and sent."""
    ana = Actor.person(cast.ana)
    newer = agreements.supersede(
        agreement=papers.agreement,
        values={**packets.values_of(Kind.MENTORSHIP), "starts_on": "2026-12-24"},
        parties=packets.wanted(cast),
        at=timezone.now(),
        by=ana,
    )
    return agreements.send(agreement=newer, at=timezone.now(), expires_on=cast.today + timedelta(days=20), by=ana)


def test_sign_check_does_not_sign_what_was_not_read(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    agree_and_read(client, papers)
    with oak.open():
        newer = replaced(oak, papers)
    page = client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    assert page.status_code == 422
    assert "The documents changed while you were reading." in page.content.decode()
    with oak.open():
        assert newer.parties.get(person=oak.gil).signed_at is None
        assert papers.party(oak.gil, Kind.PERMISSIONS).signed_at is None
    assert agree_and_read(client, papers).headers["Location"].endswith("/check/")
    client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    with oak.open():
        assert newer.parties.get(person=oak.gil).signed_at is not None


def test_sign_read_takes_no_form_of_another_document(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    client.post(f"/d/oak/sign/{papers.packet.pk}/consent/", {"agrees": "on"})
    old = read(client, papers)
    with oak.open():
        replaced(oak, papers)
    for shown in (old, {}):
        page = client.post(f"/d/oak/sign/{papers.packet.pk}/", {**ANSWERS, **NAME, **shown})
        assert page.status_code == 422
        assert "The documents changed while you were reading." in page.content.decode()


def test_a_parent_who_may_not_sign_any_more_neither_declines_nor_prints(
    oak: Cast, papers: Papers, settings: pytest.FixtureRequest
) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    settings.STILL_MAY_SIGN = _BARRED  # type: ignore[attr-defined]
    page = client.post(f"/d/oak/sign/{papers.packet.pk}/decline/", {"reason": "No"})
    assert page.status_code == 422
    assert "You may not sign any more." in page.content.decode()
    assert client.get(f"/d/oak/sign/paper/{papers.agreement.pk}/").status_code == 404
    with oak.open():
        with pytest.raises(signing.CannotSign):
            signing.decline(
                party=papers.party(oak.gil), reason="", at=timezone.now(), by=Actor.link("agreements.party", 1)
            )
        assert Agreement.objects.get(pk=papers.agreement.pk).state == "out"


def test_a_parent_who_may_not_sign_any_more_is_not_written_to(
    oak: Cast, papers: Papers, settings: pytest.FixtureRequest
) -> None:
    settings.STILL_MAY_SIGN = _BARRED  # type: ignore[attr-defined]
    with oak.open():
        gil = papers.party(oak.gil)
        later = timezone.now() + timedelta(days=3)
        reminded = agreements.remind(parties=[gil], at=later, by=Actor.person(oak.ana))
        assert [words for _party, words in reminded.skipped] == ["May not sign at present."]
        with pytest.raises(Outdated):
            mails.sign_link(gil.pk)
        assert oak.gil not in [one.person for one in mails._told(papers.agreement)]


def test_a_parent_who_never_signed_and_may_not_any_more_gets_no_copy(
    oak: Cast, papers: Papers, settings: pytest.FixtureRequest
) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    with oak.open():
        Party.objects.filter(pk=papers.party(oak.gil).pk).update(state="released")
    settings.STILL_MAY_SIGN = _BARRED  # type: ignore[attr-defined]
    assert client.get(f"/d/oak/sign/copy/{papers.agreement.pk}/").status_code == 404


def test_a_sitting_by_link_ends_when_the_address_changes(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    assert client.get("/d/oak/sign/").status_code == 200
    with oak.open():
        oak.mia.email = "mia.new@oak.example"
        oak.mia.save(update_fields=["email"])
    assert client.get("/d/oak/sign/").status_code == 403


def test_a_device_of_the_school_opens_only_what_its_host_sees_to(
    oak: Cast, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with oak.open():
        rosa = PersonFactory(given_name="Rosa", family_name="Haddad", email="")
        others = out(oak, student=rosa, parties=[PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad"), pia_of(oak)])
        party = papers.party(oak.gil)
    all_packets = type(Packet.objects.none()).editable_by
    monkeypatch.setattr(
        type(Packet.objects.none()),
        "editable_by",
        lambda rows, viewer: all_packets(rows, viewer).exclude(pk=others.packet.pk),
    )
    client = DistrictClient(oak.ana)
    page = f"documents/parties/{party.pk}/in-person/"
    assert "Rosa" not in client.get(page).content.decode()
    client.post(page, {"knows": "on"})
    shown = client.get("sign/").content.decode()
    assert "Sam Haddad" in shown
    assert "Rosa" not in shown
    assert client.get(f"sign/{others.packet.pk}/").status_code == 404
    assert client.get(f"sign/paper/{others.agreement.pk}/").status_code == 404


def test_nobody_hosts_a_signing_of_a_packet_that_they_sign_themselves(oak: Cast) -> None:
    with oak.open():
        own = [PartyWanted(oak.ana, Role.MENTOR, "Ana Alvarez"), *packets.wanted(oak)[:2], pia_of(oak)]
        party = out(oak, parties=own).party(oak.gil)
    assert DistrictClient(oak.ana).get(f"documents/parties/{party.pk}/in-person/").status_code == 404
