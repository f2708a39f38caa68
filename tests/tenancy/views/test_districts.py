"""The district's settings."""

from tenancy.models import AuditEvent, District


def settings_of_oak(**changed):
    return {
        "name": "Oak School District",
        "time_zone": "America/Chicago",
        "language": "en",
        "languages": ["en", "es"],
        "quiet_from": "20:00",
        "quiet_until": "07:00",
        "digest_at": "07:30",
        **changed,
    }


def test_district_edit_changes_settings_and_names_them_in_the_log(oak, client_of):
    changed = {"time_zone": "America/Denver", "features": ["text_messages"], "contact_phone": "555 010 0199"}
    assert client_of(oak.ada).post("settings/", settings_of_oak(**changed)).status_code == 302
    with oak.open():
        district = District.objects.get(slug="oak")
        event = AuditEvent.objects.get(verb="district.change")
    assert (district.time_zone, district.features, district.contact_phone) == (
        "America/Denver",
        ["text_messages"],
        "+15550100199",
    )
    assert event.facts == {"changed": ["time_zone", "features", "contact_phone"]}


def test_district_edit_with_nothing_new_writes_nothing(oak, client_of):
    page = client_of(oak.ada).post("settings/", settings_of_oak(), follow=True)
    assert "Nothing was changed." in page.text
    with oak.open():
        assert not AuditEvent.objects.exists()


def test_district_edit_says_what_is_wrong_and_changes_nothing(oak, client_of):
    wrong = settings_of_oak(name="", time_zone="Mars/Olympus", quiet_until="20:00", languages=["es"])
    page = client_of(oak.ada).post("settings/", wrong)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["name", "time_zone", "quiet_until", "languages"]
    assert "Oak School District" in page.text


def test_district_edit_explains_each_feature(oak, client_of):
    assert "Whoever answers STOP gets none." in client_of(oak.ada).get("settings/").text


def test_the_settings_are_the_administrators(oak, elm, client_of):
    assert client_of(oak.ana).get("settings/").status_code == 403
    client_of(elm.ada).post("settings/", settings_of_oak(name="Taken over"))
    with oak.open():
        assert District.objects.get(slug="oak").name == "Oak School District"


def test_district_edit_offers_each_zone_once_by_the_name_in_use_and_keeps_an_old_one(oak, client_of):
    usual, others = client_of(oak.ada).get("settings/").context["form"].fields["time_zone"].choices
    assert usual[1][1] == ("America/Chicago", "Central (Chicago)")
    names = [name for name, _words in others[1]]
    assert {"Europe/Madrid", "Pacific/Kiritimati"} <= set(names)
    assert not {"US/Central", "Pacific/Truk", "America/Chicago", "Etc/GMT+5"} & set(names)
    with oak.open() as opened:
        opened.time_zone = "US/Central"
        opened.save()
    form = client_of(oak.ada).get("settings/").context["form"]
    assert "US/Central" in [name for name, _words in form.fields["time_zone"].choices[1][1]]
