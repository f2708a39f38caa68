"""Two people do the same at the same moment: one is let in, the other is told so."""

from tenancy.forms.districts import SchoolForm
from tenancy.models import AuditEvent, School


def test_the_second_of_two_at_once_is_told_so_and_nothing_of_theirs_stays(oak, client_of, monkeypatch):
    # What the form looks for is written only between its look and the row.
    monkeypatch.setattr(SchoolForm, "clean_name", lambda form: form.cleaned_data["name"])
    monkeypatch.setattr(SchoolForm, "validate_unique", lambda form: None)
    monkeypatch.setattr(School, "validate_constraints", lambda school, exclude=None: None)
    page = client_of(oak.ada).post("settings/schools/add/", {"name": oak.school.name})
    assert page.status_code == 409
    assert "at this very moment" in page.text
    with oak.open():
        assert School.objects.count() == 1
        assert not AuditEvent.objects.filter(verb="school.add").exists()
