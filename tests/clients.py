"""Browsers of the cast."""

from typing import Any

from django.test import Client

from accounts.extra_step import mark_done
from accounts.models import Seat
from tenancy.context import district
from tenancy.models import Person


class DistrictClient(Client):
    """A test client in which a person is signed in; paths without a leading slash are inside their district."""

    def __init__(self, person: Person, *, extra_step: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person = person
        with district(person.district_id) as opened:
            self.mount_point = opened.mount_point
            user = Seat.objects.get(person_id=person.pk, district_id=opened.pk).user
        self.force_login(user)
        if extra_step:
            session = self.session
            mark_done(session, user)
            session.save()

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        """Any request; a relative path is below the person's district."""
        return super().generic(method, path if path.startswith("/") else self.mount_point + path, *args, **kwargs)
