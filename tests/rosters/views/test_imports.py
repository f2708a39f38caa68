"""Bringing in data: give a roster, see what it would do, bring it in, get failed rows back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.models import ProgramMentor, Student
from rosters.actions import imports
from rosters.models import ImportChange, ImportFailure, ImportRun
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.mentoring import ProgramFactory
from tests.rosters.oneroster.rosters import ROSTER, USERS, brought_in, checked, without, worked_off, zipped
from tests.rosters.sheets.running import done, looked_through
from tests.rosters.sheets.workbooks import csv_of

BAD_ROW = "u9,,,true,s1,wizard,merlin,,Merlin,Ambrose,,,merlin@example.org,,,,10,hunter99\n"


def upload(files=ROSTER, name="roster.zip"):
    content = files if isinstance(files, bytes) else zipped(files)
    return {"file": SimpleUploadedFile(name, content, content_type="application/zip"), "source": "roster"}


def run_of(cast):
    with cast.open():
        return ImportRun.objects.latest("pk")


def test_import_list_offers_every_kind_and_says_when_there_is_no_file_yet(oak, client_of):
    page = client_of(oak.ana).get("imports/")
    assert "Bring in a roster" in page.text
    assert "No file yet" in page.text


IMPORT_LIST_QUERIES = 11


@pytest.mark.parametrize("count", [1, 4])
def test_import_list_asks_as_many_queries_for_four_files_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        for _number in range(count):
            ImportRun.objects.create(kind="roster", state="done", file_name="r.zip", created_by=oak.ana)
    client = client_of(oak.ana)
    client.get("imports/")
    with django_assert_num_queries(IMPORT_LIST_QUERIES):
        assert client.get("imports/").text.count("r.zip") == count


def test_elm_sees_nothing_of_oaks_files(oak, elm, client_of):
    run = checked(oak, ROSTER)
    client = client_of(elm.ana)
    assert "roster.zip" not in client.get("imports/").text
    for path in ("", "cancel/", "failures/", "changes/"):
        assert client.get(f"imports/{run.pk}/{path}").status_code == 404
    for path in ("bring-in/", "cancel/"):
        assert client.post(f"imports/{run.pk}/{path}").status_code == 404
    with oak.open():
        run.refresh_from_db()
    assert run.state == "checked"


def test_import_add_takes_a_roster_and_shows_what_it_would_do(oak, client_of):
    client = client_of(oak.ana)
    answer = client.post("imports/roster/", upload())
    run = run_of(oak)
    assert answer.headers["Location"] == f"/d/oak/imports/{run.pk}/"
    assert "Being looked through" in client.get(f"imports/{run.pk}/").text
    worked_off(oak, run)
    page = client.get(f"imports/{run.pk}/").text
    assert "Nothing was changed yet" in page
    assert "Okafor, Amara · 09" in page
    with oak.open():
        assert not Student.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a zip at all", "This is not a ZIP file"),
        ({"orgs.csv": "sourcedId\n"}, "There is no file users.csv in it."),
        ({"users.csv": "sourcedId,givenName,role\nu1,Amara,student\n"}, "users.csv has no column familyName."),
        ({"users.csv": USERS.encode("utf-16")}, "is saved as UTF-16"),
        ({"../users.csv": USERS}, "a path that leads out of it"),
        ({"users.csv": USERS, "more.zip": zipped(ROSTER)}, "another packed file"),
    ],
)
def test_import_add_refuses_with_a_sentence_what_is_no_roster(oak, client_of, content, sentence):
    page = client_of(oak.ana).post("imports/roster/", upload(content))
    assert page.status_code == 422
    assert sentence in page.text
    with oak.open():
        assert not ImportRun.objects.exists()


def test_import_add_waits_while_another_file_is_at_work(oak, client_of):
    client = client_of(oak.ana)
    client.post("imports/roster/", upload())
    page = client.post("imports/roster/", upload())
    assert page.status_code == 422
    assert "Another file of this district is at work right now" in page.text
    with oak.open():
        assert ImportRun.objects.count() == 1


def test_import_bring_in_brings_the_file_in(oak, client_of):
    run = checked(oak, ROSTER)
    client = client_of(oak.ana)
    assert client.post(f"imports/{run.pk}/bring-in/").status_code == 302
    assert "Being brought in" in client.get(f"imports/{run.pk}/").text
    worked_off(oak, run)
    assert "9 people were added, changed or ended." in client.get(f"imports/{run.pk}/").text
    changes = client.get(f"imports/{run.pk}/changes/").text
    assert "Okafor, Amara" in changes
    with oak.open():
        run.refresh_from_db()
        assert (run.state, run.file) == ("done", "")
        assert Student.objects.count() == 6
    assert client.post(f"imports/{run.pk}/bring-in/", follow=True).text.count("meanwhile") == 1


def test_import_bring_in_asks_for_a_tick_when_many_would_end(oak, client_of):
    brought_in(oak, ROSTER)
    run = checked(oak, {**ROSTER, "users.csv": without(USERS, "u4", "u5")})
    client = client_of(oak.ana)
    assert "Students: 2 of 6 would be ended" in client.get(f"imports/{run.pk}/").text
    page = client.post(f"imports/{run.pk}/bring-in/")
    assert page.status_code == 422
    assert "Tick this, or cancel and check the file." in page.text
    assert client.post(f"imports/{run.pk}/bring-in/", {"may_end": "on"}).status_code == 302
    worked_off(oak, run)
    with oak.open():
        assert Student.objects.present().count() == 4


def test_import_failures_gives_failed_rows_back_without_what_is_never_kept(oak, client_of):
    run = checked(oak, {**ROSTER, "users.csv": USERS + BAD_ROW})
    client = client_of(oak.ana)
    page = client.get(f"imports/{run.pk}/").text
    assert "“wizard” is no role that rosters have." in page
    answer = client.get(f"imports/{run.pk}/failures/?file=users.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "hunter99" not in text
    assert "password" not in text
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Line"], row["Column at fault"], row["sourcedId"], row["role"]) == ("12", "role", "u9", "wizard")
    with oak.open():
        assert AuditEvent.objects.get(verb="import.failures").facts == {"rows": 1}
        assert "hunter99" not in str(list(ImportFailure.objects.values()))
    assert client.get(f"imports/{run.pk}/failures/?file=none.csv").status_code == 404


def test_import_cancel_asks_and_then_deletes_the_file(oak, client_of):
    run = checked(oak, ROSTER)
    client = client_of(oak.ana)
    assert "Cancel “roster.zip”?" in client.get(f"imports/{run.pk}/cancel/").text
    assert "Canceled. The file was deleted." in client.post(f"imports/{run.pk}/cancel/", follow=True).text
    with oak.open():
        run.refresh_from_db()
    assert (run.state, run.file) == ("canceled", "")
    assert "This is over already." in client.post(f"imports/{run.pk}/cancel/", follow=True).text


def test_import_changes_says_when_nobody_was_changed(oak, client_of):
    brought_in(oak, ROSTER)
    run = brought_in(oak, ROSTER)
    assert "Nobody was changed" in client_of(oak.ana).get(f"imports/{run.pk}/changes/").text
    with oak.open():
        assert not ImportChange.objects.filter(run=run).exists()


@pytest.mark.parametrize("path", ["imports/roster/"])
def test_whoever_works_for_some_schools_may_not_bring_rosters_in(oak, client_of, path):
    with oak.open():
        role = Membership.objects.get(person=oak.ana)
        memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[oak.school], by=Actor.system("test"))
    page = client_of(oak.ana).get(path)
    assert page.status_code == 403
    assert "Rosters are brought in for the whole district" in page.text
    assert client_of(oak.tom).get(path).status_code == 403


def test_whoever_works_for_some_schools_sees_their_own_files_alone(oak, client_of):
    run = brought_in(oak, ROSTER)
    with oak.open():
        role = Membership.objects.get(person=oak.ana)
        memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[oak.school], by=Actor.system("test"))
        ImportRun.objects.filter(pk=run.pk).update(created_by=oak.ada)
    page = client_of(oak.ana).get("imports/")
    assert "Bring in mentors" in page.text
    assert "imports/roster/" not in page.text
    assert client_of(oak.ana).get(f"imports/{run.pk}/").status_code == 404
    with oak.open():
        ImportRun.objects.filter(pk=run.pk).update(created_by=oak.ana)
    assert client_of(oak.ana).get(f"imports/{run.pk}/").status_code == 200


def test_import_bring_in_asks_whether_mentors_are_old_enough(oak, client_of):
    rows = [["First name", "Last name", "Status"], ["Noor", "Amin", "Active"]]
    with oak.open():
        program = ProgramFactory(policy__minimum_mentor_age=19)
        run = looked_through(oak, "mentors", csv_of(*rows), program)
    client, path = client_of(oak.ana), f"imports/{run.pk}/"
    page = client.get(path).text
    assert "The age of 1 mentor is not known here. Are they at least 19 years old?" in page
    assert "A mentor is accepted into the program with “Accepted on”" in page

    unanswered = client.post(f"{path}bring-in/")
    assert (unanswered.status_code, "Choose one." in unanswered.text) == (422, True)
    with oak.open():
        with pytest.raises(imports.CannotBringIn, match="old enough"):
            imports.bring_in(run=run, by=Actor.person(oak.ana))
        assert ImportRun.objects.get(pk=run.pk).state == "checked"

    assert client.post(f"{path}bring-in/", {"are_adults": "no"}).status_code == 302
    with oak.open():
        done(run)
        assert ProgramMentor.objects.get().state == "applied"
