"""Noting who agreed to text messages."""

import pytest

from correspondence.models import TextConsent
from tenancy.models import District, Feature, Person


@pytest.fixture
def texting(oak):
    """Oak has switched texts on; Gil has a phone."""
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(features=[Feature.TEXT_MESSAGES])
        Person.objects.filter(pk=oak.gil.pk).update(phone="+15550142")


def test_text_consent_give_notes_how_they_agreed(oak, texting, client_of):
    page = client_of(oak.ana).post(f"people/{oak.gil.pk}/text-messages/", {"how": "paper"}, follow=True)
    assert "Noted: Gil Haddad agreed to text messages." in page.text
    assert "+15550142" in page.text
    with oak.open():
        consent = TextConsent.objects.get()
    assert (consent.person_id, consent.phone, consent.how) == (oak.gil.pk, "+15550142", "paper")
    assert consent.recorded_by_id == oak.ana.pk


def test_text_consent_give_needs_a_phone_and_a_way(oak, client_of):
    page = client_of(oak.ana).post(f"people/{oak.mia.pk}/text-messages/", {"how": "spoken"})
    assert page.status_code == 422
    assert " has no phone number yet." in page.text
    assert client_of(oak.ana).post(f"people/{oak.mia.pk}/text-messages/", {}).status_code == 422


def test_text_consent_give_without_a_phone_leads_to_adding_it_and_asks_nothing(oak, texting, client_of):
    page = client_of(oak.ana).get(f"people/{oak.mia.pk}/text-messages/")
    assert f'href="/d/oak/people/{oak.mia.pk}/edit/"' in page.text
    assert "They agreed" not in page.text
    assert "They agreed" in client_of(oak.ana).get(f"people/{oak.gil.pk}/text-messages/").text


def test_nobody_notes_text_messages_of_somebody_whom_they_may_not_change(oak, texting, client_of):
    client = client_of(oak.ana)
    assert client.get(f"people/{oak.ada.pk}/edit/").status_code == 403
    assert client.post(f"people/{oak.ada.pk}/text-messages/", {"how": "paper"}).status_code == 403
    assert client.post(f"people/{oak.ada.pk}/text-messages/stop/").status_code == 403
    assert "/text-messages/" not in client.get(f"people/{oak.ada.pk}/").text
    with oak.open():
        assert not TextConsent.objects.exists()


def test_text_consent_stop_and_give_again(oak, texting, client_of):
    client = client_of(oak.ana)
    client.post(f"people/{oak.gil.pk}/text-messages/", {"how": "paper"})
    client.post(f"people/{oak.gil.pk}/text-messages/stop/")
    with oak.open():
        assert TextConsent.objects.live().count() == 0
    client.post(f"people/{oak.gil.pk}/text-messages/", {"how": "spoken"})
    with oak.open():
        assert TextConsent.objects.live().get().how == "spoken"


def test_text_consents_of_oak_are_not_for_elm_nor_for_teachers(oak, elm, texting, client_of):
    assert client_of(elm.ana).get(f"people/{oak.gil.pk}/text-messages/").status_code == 404
    assert client_of(elm.ana).post(f"people/{oak.gil.pk}/text-messages/stop/").status_code == 404
    assert client_of(oak.tom).get(f"people/{oak.gil.pk}/text-messages/").status_code == 403
