"""Downloading what everybody signed."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements.actions import seals
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.agreements.test_seals import everybody_signed, kept, ring_for
from tests.clients import DistrictClient
from tests.conftest import Cast


def test_document_download_hands_out_the_sealed_file_and_writes_it_down(oak: Cast, elm: Cast) -> None:
    papers = everybody_signed(oak)
    path = f"documents/{papers.agreement.pk}/download/"
    assert DistrictClient(oak.ana).get(path).status_code == 404, "not sealed yet"
    ring_for(oak, papers.agreement)
    _row, content = kept(oak, papers.agreement)
    for person in (oak.ana, oak.sam, oak.gil, oak.mia, oak.pia):
        answer = DistrictClient(person).get(path)
        assert b"".join(answer.streaming_content) == content
        name = f"mentorship-{papers.agreement.public_id}.pdf"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in answer.headers["Cache-Control"]
    with oak.open():
        read = AuditEvent.objects.filter(verb="agreement.download", target_id=papers.agreement.pk)
        assert set(read.values_list("actor_person", flat=True)) == {
            one.pk for one in (oak.ana, oak.sam, oak.gil, oak.mia, oak.pia)
        }
    assert DistrictClient(elm.ana).get(path).status_code == 404
    assert DistrictClient(oak.tom).get(path).status_code in (403, 404), "neither a party nor one who reads agreements"


def test_document_download_hands_out_nothing_that_was_changed_in_storage(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    row, content = kept(oak, papers.agreement)
    default_storage.delete(row.path)
    default_storage.save(row.path, ContentFile(content + b"\n"))
    answer = DistrictClient(oak.ana).get(f"documents/{papers.agreement.pk}/download/", follow=True)
    assert "cannot be opened at present" in answer.content.decode()
    with oak.open():
        assert not AuditEvent.objects.filter(verb="agreement.download").exists()
        with pytest.raises(seals.Damaged):
            seals.download(agreement=papers.agreement, by=Actor.person(oak.ana))
