"""Lines of Today that the sample's coordinator put off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tenancy.actions import snoozes
from tenancy.actor import Actor
from tenancy.models import Person

#: What waits, and for how many days it was put off.
_PUT_OFF = {"guardians.unsaid": 5, "people.single_coordinator": 12, "students.turning_18": 14}


def add(leads: Mapping[str, Person], at: datetime) -> None:
    """One put off until next week, others for longer; shown below a fold."""
    coordinator, by = leads["coordinator"], Actor.system("sample")
    for key, days in _PUT_OFF.items():
        on = at.date()
        snoozes.put_off(person=coordinator, key=key, until_on=on + timedelta(days=days), on=on, at=at, by=by)
