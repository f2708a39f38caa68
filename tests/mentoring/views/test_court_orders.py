"""Court orders about a student."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.guardian_sections import court_order_note
from mentoring.guardian_todo import todos
from mentoring.models import CourtOrder
from tenancy.models import AuditEvent
from tenancy.viewer import Viewer
from tests.factories.mentoring import CourtOrderFactory, GuardianshipFactory
from tests.mentoring.scene import running
from tests.mentoring.views.test_guardians import scoped_to


def order_about(person, **changed):
    """What Ana types."""
    return {
        "kind": "no_records",
        "about": person.pk,
        "says": "The father may not see records.",
        "source": "Order of March 4, shown by the mother",
        "starts_on": "2026-01-05",
        "ends_on": "",
        **changed,
    }


def test_court_order_add_keeps_a_parent_from_the_child_at_once(oak, client_of):
    scene = running(oak)
    gil = client_of(oak.gil)
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 200
    assert f"/children/{scene.sam.pk}/" in gil.get("").text
    client_of(oak.ana).post(f"students/{scene.sam.pk}/court-orders/add/", order_about(oak.gil))
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 404
    assert f"/children/{scene.sam.pk}/" not in gil.get("").text
    with oak.open():
        order = CourtOrder.objects.get()
        assert (order.recorded_by_id, order.about_id) == (oak.ana.pk, oak.gil.pk)
        assert AuditEvent.objects.get(verb="court_order.add").facts == {
            "kind": "no_records",
            "person": oak.sam.pk,
            "about": oak.gil.pk,
        }


@pytest.mark.parametrize("field", ["says", "source"])
def test_court_order_add_refuses_a_street_address_and_says_why(oak, client_of, field):
    scene = running(oak)
    typed = order_about(oak.gil, **{field: "Mother moved to 77 Elm Street, Springfield, IL 62704"})
    page = client_of(oak.ana).post(f"students/{scene.sam.pk}/court-orders/add/", typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "This looks like a street address." in page.text


def test_court_order_add_offers_the_students_parents_alone_and_wants_days_in_order(oak, client_of):
    scene = running(oak)
    client, path = client_of(oak.ana), f"students/{scene.sam.pk}/court-orders/add/"
    offered = client.get(path).text
    assert f'value="{oak.gil.pk}" >Gil Haddad</option>' in offered and "Tom Whelan</option>" not in offered
    wrong = client.post(path, order_about(oak.tom, ends_on="2025-12-31"))
    assert wrong.status_code == 422
    assert "about" in wrong.context["form"].errors


def test_court_order_list_is_read_with_a_line_in_the_log_once_a_day(oak, client_of):
    scene = running(oak)
    with oak.open():
        CourtOrderFactory(student=scene.sam, about=oak.gil)
    for reader in (oak.ana, oak.ana, oak.cole):
        assert "The father may not see records." in client_of(reader).get(f"students/{scene.sam.pk}/court-orders/").text
    with oak.open():
        read = AuditEvent.objects.filter(verb="court_order.read").order_by("pk")
        assert [one.actor_person_id for one in read] == [oak.ana.pk, oak.cole.pk]


@pytest.mark.parametrize("count", [1, 4])
def test_court_order_list_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    scene = running(oak)
    with oak.open():
        for _number in range(count):
            CourtOrderFactory(student=scene.sam, about=oak.gil, recorded_by=oak.ana)
    client = client_of(oak.ana)
    client.get(f"students/{scene.sam.pk}/court-orders/")
    with django_assert_num_queries(COURT_ORDER_LIST_QUERIES):
        client.get(f"students/{scene.sam.pk}/court-orders/")


COURT_ORDER_LIST_QUERIES = 17


def test_a_counselor_reads_and_does_not_write(oak, client_of):
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.sam)
    client = client_of(oak.cole)
    assert "Add a court order" not in client.get(f"students/{scene.sam.pk}/court-orders/").text
    assert client.get(f"students/{scene.sam.pk}/court-orders/add/").status_code == 403
    assert client.get(f"court-orders/{order.pk}/").status_code == 403
    assert client.get(f"court-orders/{order.pk}/end/").status_code == 403


def test_court_order_edit_names_what_changed_in_the_log_and_nothing_of_it(oak, client_of):
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.sam, about=oak.gil, source="Order of March 4, shown by the mother")
    typed = order_about(oak.gil, says="The father may see records again from June on.", kind="custody")
    client_of(oak.ana).post(f"court-orders/{order.pk}/", typed)
    with oak.open():
        assert AuditEvent.objects.get(verb="court_order.change").facts["changed"] == ["kind", "says"]


def test_court_order_end_lets_the_parent_back_after_its_last_day(oak, client_of):
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.sam, about=oak.gil)
    today = timezone.localdate()
    client, gil = client_of(oak.ana), client_of(oak.gil)
    assert client.get(f"court-orders/{order.pk}/end/").status_code == 200
    client.post(f"court-orders/{order.pk}/end/", {"ends_on": today, "reason": "Lifted, letter seen"})
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 404
    client.post(f"court-orders/{order.pk}/end/", {"ends_on": today - timedelta(days=2), "reason": "Lifted earlier"})
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 200


def test_others_learn_only_that_there_is_an_order(oak):
    scene = running(oak)
    with oak.open():
        assert court_order_note(scene.sam, Viewer.of_person(oak.district, oak.tom)) == ("", "")
        CourtOrderFactory(student=scene.sam)
        told = court_order_note(scene.sam, Viewer.of_person(oak.district, oak.tom))
        assert told == ("There is a court order. Ask the coordinator.", "")


@pytest.mark.parametrize("who", ["tom", "fay", "mia", "gil", "sam"])
def test_nobody_else_opens_the_orders(oak, client_of, who):
    scene = running(oak)
    assert client_of(getattr(oak, who)).get(f"students/{scene.sam.pk}/court-orders/").status_code == 403


def test_elm_and_another_school_find_no_order(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.lou)
        scoped_to(oak.ana, oak.school)
    for client in (client_of(elm.ada), client_of(oak.ana)):
        assert client.get(f"students/{scene.lou.pk}/court-orders/").status_code == 404
        assert client.get(f"court-orders/{order.pk}/").status_code == 404


def test_a_month_before_an_order_ends_somebody_is_asked_to_look(oak):
    scene = running(oak)
    with oak.open():
        viewer = Viewer.of_person(oak.district, oak.ana)
        CourtOrderFactory(student=scene.sam, ends_on=viewer.today + timedelta(days=31))
        assert not [one for one in todos(viewer) if "court order" in one.sentence]
        CourtOrderFactory(student=scene.sam, ends_on=viewer.today + timedelta(days=30))
        (found,) = [one for one in todos(viewer) if "court order" in one.sentence]
        assert "Sam Haddad" in found.sentence
        assert not list(todos(Viewer.of_person(oak.district, oak.cole)))


def test_an_order_from_a_spreadsheet_is_named_wherever_it_is_said_who_may_sign_until_somebody_checks_it(oak, client_of):
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.sam, kind="other", is_checked=False)
        held = GuardianshipFactory(student=scene.sam, relationship="mother", may_sign=None, basis="")
        [said] = [one for one in todos(Viewer.of_person(oak.district, oak.ana)) if one.status == "Not checked"]
    client, words = client_of(oak.ana), "is not checked yet"
    assert said.sentence.startswith("A court order about Sam Haddad came in a spreadsheet.")
    for path in (said.url.removeprefix("/d/oak/"), f"students/{scene.sam.pk}/", f"guardianships/{held.pk}/"):
        assert words in client.get(path).text.replace("Not checked yet", words)
    answer = client.get(f"guardians/who-may-sign/?selected={held.guardian_id}").context["form"][f"answer-{held.pk}"]
    assert (answer.initial, words in answer.help_text) == ("", True)
    assert "Once saved, it counts as checked." in client.get(f"court-orders/{order.pk}/").text

    client.post(f"court-orders/{order.pk}/", order_about(oak.gil, kind="no_records"))
    with oak.open():
        order.refresh_from_db()
        assert (order.is_checked, order.about_id) == (True, oak.gil.pk)
        assert "is_checked" in AuditEvent.objects.get(verb="court_order.change").facts["changed"]
        assert not [one for one in todos(Viewer.of_person(oak.district, oak.ana)) if one.status == "Not checked"]
    assert words not in client.get(f"students/{scene.sam.pk}/").text
