"""``manage.py import_roster``: what a student system's nightly job calls."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from mentoring.models import Student
from rosters.models import ImportRun
from tests.rosters.oneroster.rosters import ROSTER, USERS, without, zipped


@pytest.fixture
def folder(tmp_path):
    """A folder with the roster's files."""
    for name, text in ROSTER.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def told(*arguments):
    out = io.StringIO()
    call_command("import_roster", *map(str, arguments), "--district", "oak", "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def students_of(cast):
    with cast.open():
        return Student.objects.present().count()


def test_a_dry_run_says_what_would_change_and_changes_nothing(transactional_oak, folder):
    found = told(folder, "--dry-run")
    assert found["students"] == {"created": 6, "updated": 0, "ended": 0, "unchanged": 0, "failed": 0}
    assert found["total"]["created"] == 23
    assert students_of(transactional_oak) == 0


def test_a_folder_and_a_zip_are_brought_in_and_the_second_time_nothing_changes(transactional_oak, folder, tmp_path):
    assert told(folder)["total"] == {"created": 23, "updated": 0, "ended": 0, "unchanged": 0, "failed": 0}
    assert students_of(transactional_oak) == 6
    path = tmp_path / "roster.zip"
    path.write_bytes(zipped(ROSTER))
    assert told(path)["total"] == {"created": 0, "updated": 0, "ended": 0, "unchanged": 23, "failed": 0}


def test_what_is_refused_is_a_sentence_and_no_success(transactional_oak, folder, tmp_path):
    with pytest.raises(CommandError, match="There is no district ash"):
        call_command("import_roster", str(folder), "--district", "ash")
    with pytest.raises(CommandError, match="There is no file or folder"):
        told(tmp_path / "none.zip")
    (folder / "users.csv").unlink()
    with pytest.raises(CommandError, match="There is no file users.csv in it"):
        told(folder)


def test_too_many_endings_stop_it_until_they_are_allowed(transactional_oak, folder):
    told(folder)
    (folder / "users.csv").write_text(without(USERS, "u4", "u5"))
    with pytest.raises(CommandError, match="Students: 2 of 6"):
        told(folder)
    assert students_of(transactional_oak) == 6
    assert told(folder, "--allow-ending")["students"]["ended"] == 2
    with transactional_oak.open():
        states = list(ImportRun.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["done", "canceled", "done"]
