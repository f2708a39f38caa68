"""A student's portfolio: pieces with files that are what they say, and the student's choice of who sees them."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mentoring.models import PortfolioItem
from mentoring.tasks import forget_portfolio_items
from tenancy.models import AuditEvent
from tests.mentoring.scene import running

PDF = b"%PDF-1.7 a heart"


@pytest.fixture
def scene(oak, settings, tmp_path):
    """Oak's scene, with a folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path
    return running(oak)


def add(client, **values):
    return client.post("portfolio/add/", {"kind": "work", "title": "A heart", **values})


def item(oak) -> PortfolioItem:
    with oak.open():
        return PortfolioItem.objects.get()


def test_portfolio_item_add_keeps_a_file_below_the_districts_folder(oak, scene, client_of):
    sam = client_of(oak.sam)
    assert add(sam, upload=SimpleUploadedFile("../my heart.pdf", PDF)).status_code == 302
    made = item(oak)
    assert made.file.startswith(f"districts/{oak.district.pk}/portfolio/") and made.file.endswith(".pdf")
    assert (made.file_name, made.sha256) == ("my heart.pdf", hashlib.sha256(PDF).hexdigest())
    answer = sam.get(f"portfolio/{made.pk}/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my heart.pdf"'


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("page.pdf", b"<html><script>", "neither a PDF"),
        ("cat.png", b"GIF89a", "neither a PDF"),
        ("big.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_too_large_is_refused(oak, scene, client_of, name, content, refusal):
    page = add(client_of(oak.sam), upload=SimpleUploadedFile(name, content))
    assert page.status_code == 422 and refusal in page.text
    with oak.open():
        assert not PortfolioItem.objects.exists()


def test_the_student_chooses_what_the_mentor_sees(oak, scene, client_of):
    sam, mia = client_of(oak.sam), client_of(oak.mia)
    add(sam, text="Made of clay", upload=SimpleUploadedFile("heart.pdf", PDF))
    card, file = f"my-students/{scene.sam.pk}/", f"portfolio/{item(oak).pk}/file/"
    assert "Made of clay" not in mia.get(card).text and mia.get(file).status_code == 404
    sam.post(f"portfolio/{item(oak).pk}/share/", {"with_mentor": "yes"})
    assert "Made of clay" in mia.get(card).text and mia.get(file).status_code == 200
    sam.post(f"portfolio/{item(oak).pk}/share/", {"with_mentor": "no"})
    assert mia.get(file).status_code == 404


def test_portfolio_item_delete_can_be_undone(oak, scene, client_of):
    sam = client_of(oak.sam)
    add(sam)
    sam.post(f"portfolio/{item(oak).pk}/delete/")
    assert "Nothing in your portfolio yet" in sam.get("portfolio/").text
    sam.post(f"portfolio/{item(oak).pk}/restore/")
    assert "A heart" in sam.get("portfolio/").text


def test_portfolio_item_edit_replaces_the_file(oak, scene, client_of):
    sam = client_of(oak.sam)
    add(sam, upload=SimpleUploadedFile("heart.pdf", PDF))
    sam.post(
        f"portfolio/{item(oak).pk}/", {"kind": "award", "title": "Two", "upload": SimpleUploadedFile("b.pdf", PDF)}
    )
    assert (item(oak).title, item(oak).kind, item(oak).file_name) == ("Two", "award", "b.pdf")


def kept(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*.pdf"))


def test_a_file_that_another_one_replaces_is_deleted(
    oak, scene, client_of, tmp_path, django_capture_on_commit_callbacks
):
    sam = client_of(oak.sam)
    add(sam, upload=SimpleUploadedFile("heart.pdf", PDF))
    before = kept(tmp_path)
    with django_capture_on_commit_callbacks() as callbacks:
        sam.post(
            f"portfolio/{item(oak).pk}/",
            {"kind": "work", "title": "A heart", "upload": SimpleUploadedFile("b.pdf", PDF)},
        )
    assert len(kept(tmp_path)) == 2
    for callback in callbacks:
        callback()
    assert len(kept(tmp_path)) == 1 and kept(tmp_path) != before


def test_what_was_deleted_a_month_ago_is_gone_with_its_file(
    oak, elm, scene, client_of, tmp_path, django_capture_on_commit_callbacks
):
    sam = client_of(oak.sam)
    add(sam, upload=SimpleUploadedFile("heart.pdf", PDF))
    made = item(oak)
    sam.post(f"portfolio/{made.pk}/delete/")
    for days, left in ((29, 1), (31, 0)):
        with (
            time_machine.travel(timezone.now() + timedelta(days=days)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            forget_portfolio_items()
        with oak.open():
            assert PortfolioItem.objects.count() == left
        assert len(kept(tmp_path)) == left
    with oak.open():
        assert AuditEvent.objects.get(verb="portfolio_item.forget").facts == {"items": [made.pk]}


@pytest.mark.parametrize("count", [1, 4])
def test_portfolio_item_list_asks_a_known_number_of_queries(oak, scene, client_of, count, django_assert_num_queries):
    sam = client_of(oak.sam)
    for _number in range(count):
        add(sam)
    sam.get("portfolio/")
    with django_assert_num_queries(10):
        assert len(sam.get("portfolio/").context["items"]) == count


def test_nobody_else_touches_it(oak, elm, scene, client_of):
    running(elm)
    add(client_of(oak.sam), upload=SimpleUploadedFile("heart.pdf", PDF))
    pk = item(oak).pk
    assert client_of(oak.ana).get(f"portfolio/{pk}/file/").status_code == 200
    assert client_of(oak.fay).get(f"portfolio/{pk}/file/").status_code == 403
    for who in (elm.sam, elm.mia, elm.ana):
        assert client_of(who).get(f"portfolio/{pk}/file/").status_code == 404
    assert client_of(elm.sam).post(f"portfolio/{pk}/delete/").status_code == 404
    assert client_of(oak.ana).post(f"portfolio/{pk}/delete/").status_code == 403
