"""Results of checks as a list from elsewhere."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from screening.models import Asked, BackgroundCheck
from screening.result_lines import Unreadable, guessed, results_of, sheet_of
from tenancy.models import AuditEvent
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.crawl.walk import body
from tests.factories.screening import BackgroundCheckFactory
from tests.factories.tenancy import PersonFactory
from tests.screening.asked import ask, three_steps

TODAY = date(2026, 11, 20)
LIST = "Email,Check,Result,Date,Order number\nmia@oak.example,name,Clear,2026-09-20,A-1\n"


def send(client: DistrictClient, lines: str, **others: object) -> str:
    sent = {"lines": lines, "check_type": "name", "tier": 2, **others}
    return body(client.post("clearance/results/", sent))


def test_background_check_paste_shows_first_what_it_would_do(oak: Cast, client_of: type[DistrictClient]) -> None:
    page = send(client_of(oak.ana), LIST)
    assert "1 new check" in page
    assert "Record 1 result" in page
    with oak.open():
        assert not BackgroundCheck.objects.exists()
        assert not AuditEvent.objects.filter(verb__in=["background_check.record", "background_check.import"]).exists()


def test_the_second_time_changes_nothing(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
    client = client_of(oak.ana)
    assert "1 result was recorded." in send(client, LIST, record="1")
    with oak.open():
        check = BackgroundCheck.objects.get()
        assert (check.person_id, check.outcome, check.decided_on, check.order_number) == (
            oak.mia.pk,
            "clear",
            date(2026, 9, 20),
            "A-1",
        )
        assert wanted.check_step.pk not in Asked.objects.get().lacking
    assert "1 line is here already" in send(client, LIST, record="1")
    with oak.open():
        assert BackgroundCheck.objects.count() == 1
        assert AuditEvent.objects.filter(verb="background_check.import").count() == 1


def test_a_running_check_is_moved_along(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        BackgroundCheckFactory(person=oak.mia, outcome="pending", ordered_on=date(2026, 9, 1))
    assert "1 check updated" in send(client_of(oak.ana), LIST, record="1")
    with oak.open():
        check = BackgroundCheck.objects.get()
        assert (check.outcome, check.ordered_on, check.decided_on) == ("clear", date(2026, 9, 1), date(2026, 9, 20))


def test_failed_lines_are_named_and_given_back(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        PersonFactory(given_name="Pat", family_name="Lee"), PersonFactory(given_name="Pat", family_name="Lee")
    lines = (
        "First name,Last name,Result,Date,Note\n"
        "Mia,Fischer,clear,09/20/2026,\n"
        "No,Body,clear,2026-09-20,\n"
        "Pat,Lee,clear,2026-09-20,\n"
        "Tom,Whelan,splendid,2026-09-20,\n"
        "Cole,Nguyen,clear,,\n"
        "Fay,Larsson,clear,tomorrow,\n"
        "Gil,Haddad,clear,2026-09-20,123 45 6789\n"
    )
    client = client_of(oak.ana)
    page = send(client, lines)
    for words in (
        "6 lines failed",
        "Nobody here has this name or email address.",
        "Several people fit.",
        "“splendid” is not an outcome we know.",
        "The day of the outcome is missing.",
        "“tomorrow” is not a day.",
        "This looks like a Social Security number.",
    ):
        assert words in page
    assert "123 45 6789" not in page
    given_back = send(client, lines, failed="1").lstrip("\ufeff").splitlines()
    assert given_back[0] == "First name,Last name,Result,Date,Note,Reason"
    assert len(given_back) == 7
    assert "123 45 6789" not in "".join(given_back)
    send(client, lines, record="1")
    with oak.open():
        assert [check.person_id for check in BackgroundCheck.objects.all()] == [oak.mia.pk]


def test_columns_of_numbers_are_dropped(oak: Cast, client_of: type[DistrictClient]) -> None:
    lines = "Email,SSN,Result,Date\nmia@oak.example,123-45-6789,clear,2026-09-20\n"
    page = send(client_of(oak.ana), lines, record="1")
    assert "These columns were dropped and are stored nowhere: SSN." in page
    assert "1 result was recorded." in page
    assert "123-45-6789" not in page


def test_columns_can_be_chosen(oak: Cast, client_of: type[DistrictClient]) -> None:
    lines = "A,B,C\nmia@oak.example,ok,2026-09-20\n"
    client = client_of(oak.ana)
    assert "1 line failed" in send(client, lines)
    chosen = {"mapped": "1", "column_email": "0", "column_outcome": "1", "column_decided_on": "2"}
    assert "1 new check" in send(client, lines, **chosen)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_are_read_in_their_encoding(oak: Cast, client_of: type[DistrictClient], encoding: str) -> None:
    file = SimpleUploadedFile("results.csv", "Name;Result;Date\r\nGarcía, Ana;clear;2026-09-20\r\n".encode(encoding))
    response = client_of(oak.ada).post("clearance/results/", {"file": file, "check_type": "name", "tier": 2})
    assert "1 new check" in body(response)


def test_other_files_are_refused(oak: Cast, client_of: type[DistrictClient]) -> None:
    file = SimpleUploadedFile("results.xlsx", b"PK\x03\x04 and so on")
    response = client_of(oak.ana).post("clearance/results/", {"file": file, "check_type": "name", "tier": 2})
    assert response.status_code == 422
    assert "This is an Excel file." in body(response)


def test_elm_cannot_be_named_in_a_list(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    assert "Nobody here has this name" in send(client_of(oak.ana), LIST.replace("@oak", "@elm"))


def test_a_list_needs_headings_and_lines() -> None:
    for text in ("", "Email,Result", "\n\n"):
        with pytest.raises(Unreadable):
            sheet_of(text)
    with pytest.raises(Unreadable, match="more than 500 lines"):
        sheet_of("Email\n" + "a@b.example\n" * 501)


def test_lines_are_read_however_they_are_written() -> None:
    sheet = sheet_of('\ufeffMentor;STATUS;Date Cleared;Type\r"Fischer, Mia";Not cleared;Sep 20, 2026;FBI\r')
    results, faults = results_of(sheet, guessed(sheet.headings), usual_type="name", on=TODAY)
    assert faults == []
    assert (results[0].number, results[0].names) == (2, ("Mia", "Fischer"))
    assert results[0].facts == {
        "check_type": "fingerprint",
        "outcome": "not_clear",
        "decided_on": date(2026, 9, 20),
    }
