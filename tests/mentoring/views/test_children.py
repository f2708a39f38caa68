"""What parents read of their own children."""

import re
from datetime import date

import pytest
from django.utils import translation

from mentoring.models import Guardianship, Match
from tenancy.models import School
from tests.factories.mentoring import StudentFactory
from tests.factories.screening import AskedFactory
from tests.mentoring.scene import running


def test_child_detail_tells_school_program_mentor_and_teacher(oak, client_of):
    scene = running(oak)
    with oak.open():
        School.objects.filter(pk=oak.school.pk).update(phone="+13125550100")
        AskedFactory(person=oak.mia, state="clear", covers_until=date(2027, 5, 31))
    page = client_of(oak.gil).get(f"children/{scene.sam.pk}/")
    for words in (
        "Oak High School",
        "(312) 555-0100",
        "Career mentoring",
        "Accepted",
        "Mentor: Mia Fischer",
        "Checked and trained until May 2027",
        "Supervising teacher: Tom Whelan",
    ):
        assert words in page.text


def test_child_detail_says_nothing_of_a_mentor_who_is_not_cleared_or_whose_match_does_not_run(oak, client_of):
    scene = running(oak)
    with oak.open():
        AskedFactory(person=oak.mia)
    page = client_of(oak.gil).get(f"children/{scene.sam.pk}/")
    assert "Mia Fischer" in page.text and "Checked and trained" not in page.text
    with oak.open():
        Match.objects.update(state="proposed")
    assert "Mia Fischer" not in client_of(oak.gil).get(f"children/{scene.sam.pk}/").text


def test_child_detail_says_when_nobody_has_said_who_may_sign(oak, client_of):
    scene = running(oak)
    with oak.open():
        Guardianship.objects.update(may_sign=None, basis="")
    assert "has not said yet whether you may sign" in client_of(oak.gil).get(f"children/{scene.sam.pk}/").text


@pytest.mark.parametrize("count", [1, 4])
def test_the_home_page_asks_as_many_queries_for_four_children_as_for_one(
    oak, client_of, django_assert_num_queries, count
):
    scene = running(oak)
    with oak.open():
        for _number in range(count - 1):
            Guardianship.objects.create(student=StudentFactory(school=oak.school), guardian=scene.gil)
    client = client_of(oak.gil)
    client.get("")
    with django_assert_num_queries(HOME_QUERIES):
        page = client.get("").text
    assert len(children_on(page)) == count


HOME_QUERIES = 35


def children_on(page: str) -> set[str]:
    """Ids of the children to whose pages a page leads."""
    return set(re.findall(r"/children/(\d+)/", page))


def test_other_peoples_children_are_not_found(oak, elm, client_of):
    scene = running(oak)
    assert client_of(oak.gil).get(f"children/{scene.lou.pk}/").status_code == 404
    assert client_of(elm.gil).get(f"children/{scene.sam.pk}/").status_code == 404
    assert client_of(oak.ana).get(f"children/{scene.sam.pk}/").status_code == 403
    assert client_of(oak.mia).get(f"children/{scene.sam.pk}/").status_code == 403


def test_the_pages_of_a_parent_speak_spanish(oak, client_of):
    scene = running(oak)
    client = client_of(oak.gil)
    client.cookies["django_language"] = "es"
    with translation.override("es"):
        assert "Mentor" in client.get(f"children/{scene.sam.pk}/").text
