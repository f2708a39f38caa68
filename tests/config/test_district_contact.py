"""Whom to ask at a district, on the pages that it shows to families and mentors."""

from django.template.loader import render_to_string

from tenancy.models import District


def shown(**contact: str) -> str:
    return render_to_string("components/district_contact.html", {"district": District(name="Oak Schools", **contact)})


def test_whoever_is_named_can_be_asked() -> None:
    assert 'href="mailto:ana@oak.example"' in shown(contact_name="Ana Flores", contact_email="ana@oak.example")
    assert 'href="tel:+13125550100"' in shown(contact_phone="+13125550100")


def test_where_nobody_is_named_no_question_is_invited() -> None:
    assert shown().strip() == ""
