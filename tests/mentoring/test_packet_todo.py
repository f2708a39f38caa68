"""What documents to sign ask of whoever sends them."""

import pytest

from mentoring.models import Match
from mentoring.packet_todo import todos
from tenancy.viewer import Viewer
from tests.mentoring.papers import planned, send, sign

pytestmark = pytest.mark.django_db


def asked_of(cast, name):
    with cast.open():
        return [one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name)))]


def test_what_is_planned_can_be_sent(oak, elm):
    scene = planned(oak)
    assert asked_of(oak, "ana") == ["1 match in Career mentoring (2026–27) is planned: its documents can be sent."]
    assert asked_of(oak, "pia") == asked_of(oak, "tom") == asked_of(elm, "ana") == []
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(places=[])
    assert asked_of(oak, "ana") == []


def test_families_that_have_not_signed_for_more_than_a_week_are_named(oak):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match, days_ago=9)
    assert asked_of(oak, "ana") == ["1 family in Career mentoring (2026–27) has not signed for more than 7 days."]
    with oak.open():
        sign(scene.match, oak.sam, oak.gil)
    assert asked_of(oak, "ana") == []
