"""ZIPs and folders: what is taken, and which traps are refused with a sentence."""

import io
import zipfile

import pytest

from rosters.archive import CannotRead, open_archive
from tests.rosters.oneroster.rosters import ROSTER, zipped


def names(content):
    with open_archive(io.BytesIO(content)) as archive:
        return sorted(archive.names)


def refusal(content):
    with pytest.raises(CannotRead) as refused, open_archive(io.BytesIO(content)) as archive:
        for name in archive.names:
            archive.open(name).read()
    return str(refused.value)


def test_a_roster_is_taken_flat_or_in_one_folder_with_what_computers_add():
    flat = sorted(name.lower() for name in ROSTER)
    assert names(zipped(ROSTER)) == flat
    nested = {f"export/{name.upper()}": text for name, text in ROSTER.items()}
    assert names(zipped({**nested, "__MACOSX/export/._users.csv": "x", "export/.DS_Store": "x"})) == flat


def test_other_files_beside_the_roster_are_ignored():
    with open_archive(io.BytesIO(zipped({**ROSTER, "README.txt": "hello"}))) as archive:
        assert archive.ignored == ("readme.txt",)


@pytest.mark.parametrize(
    "path", ["../users.csv", "/etc/users.csv", "..\\users.csv", "C:users.csv", "a/../../users.csv"]
)
def test_a_path_that_leads_out_is_refused(path):
    assert "a path that leads out of it" in refusal(zipped({path: "sourcedId\n"}))


def test_links_are_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        link = zipfile.ZipInfo("users.csv")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert "a link to another file" in refusal(packed.getvalue())


def test_a_zip_with_a_password_is_refused():
    content = bytearray(zipped({"users.csv": "sourcedId\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert "has a password" in refusal(bytes(content))


@pytest.mark.parametrize("name", ["more.zip", "users.csv", "more.csv.gz"])
def test_packed_files_in_a_packed_file_are_refused(name):
    inner = zipped(ROSTER) if not name.endswith(".gz") else b"\x1f\x8b\x08rest"
    assert "another packed file" in refusal(zipped({name: inner}))


def test_bombs_are_refused_by_ratio_and_in_total(monkeypatch):
    assert "packed smaller than a table can be" in refusal(zipped({"users.csv": b"0" * 20_000_000}))
    monkeypatch.setattr("rosters.archive.MOST_UNPACKED", 1000)
    assert "unpacked" in refusal(zipped({"users.csv": "a,b\n" * 500}))


def test_a_file_that_is_too_large_or_no_zip_or_damaged_is_refused(monkeypatch):
    assert "This is not a ZIP file" in refusal(b"sourcedId,givenName\n")
    content = bytearray(zipped({"users.csv": "a,b,c,d,e\n" * 5000}))
    content[60:70] = b"0123456789"
    assert "damaged" in refusal(bytes(content))
    monkeypatch.setattr("rosters.archive.MOST_BYTES", 10)
    assert "The most is" in refusal(zipped(ROSTER))


def test_a_file_that_stands_there_twice_is_refused():
    assert "holds users.csv twice" in refusal(zipped({"a/users.csv": "x\n", "b/users.csv": "x\n"}))


def test_a_folder_is_read_as_it_lies_there(tmp_path):
    (tmp_path / "Users.csv").write_text("sourcedId\nu1\n")
    (tmp_path / "notes.txt").write_text("x")
    with open_archive(tmp_path) as archive:
        assert archive.names == {"users.csv"}
        assert archive.open("users.csv").read() == b"sourcedId\nu1\n"
    (tmp_path / "old.zip").write_bytes(b"PK")
    with pytest.raises(CannotRead, match="packed file"), open_archive(tmp_path):
        pass


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CannotRead, match="There is no file or folder"), open_archive(tmp_path / "none"):
        pass
