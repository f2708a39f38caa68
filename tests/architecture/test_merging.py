"""Every key to a person, and to what is combined when people are merged, moves along or says why it stays."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey

from tenancy import merging
from tenancy.merging import FloorMerging, Move
from tests.architecture.source import floors

#: Models whose rows of both people are made one.
COMBINED = {
    "mentoring.Guardian",
    "mentoring.Mentor",
    "mentoring.ProgramMentor",
    "mentoring.ProgramStudent",
    "mentoring.Student",
    "tenancy.Membership",
    "tenancy.Person",
}


def keys() -> Iterator[str]:
    """Every key to one of these: "mentoring.CourtOrder.student"."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in floors():
            for field in model._meta.local_fields:
                if isinstance(field, ForeignKey) and field.related_model._meta.label in COMBINED:
                    yield f"{model._meta.label}.{field.name}"


def declared() -> tuple[set[str], set[str]]:
    """What moves, and what stays."""
    moves = {one.key for floor in merging.declared() for one in [*floor.moves, *floor.deeper]}
    return moves, {key for floor in merging.declared() for key in floor.stays}


def undeclared(found: set[str], moves: set[str], stays: set[str]) -> set[str]:
    """Keys of which nobody said what becomes of them."""
    return found - moves - stays


def test_every_key_to_a_person_moves_or_says_why_it_stays() -> None:
    moves, stays = declared()
    assert undeclared(set(keys()), moves, stays) == set(), "say it in the floor's merging.py"


def test_nothing_is_declared_twice_or_about_keys_that_are_gone() -> None:
    moves, stays = declared()
    assert moves & stays == set()
    assert (moves | stays) - set(keys()) == set()


def test_every_reason_is_a_sentence() -> None:
    reasons = {key: why for floor in merging.declared() for key, why in floor.stays.items()}
    assert [key for key, why in reasons.items() if len(why.split()) < 2] == []


def test_a_planted_key_is_found() -> None:
    planted = FloorMerging(moves=[Move("tenancy.Job", "created_by")])
    assert undeclared({"tenancy.Job.created_by", "tenancy.Job.seen_by"}, {planted.moves[0].key}, set()) == {
        "tenancy.Job.seen_by"
    }
