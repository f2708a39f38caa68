"""Who did it: the ``by=`` of every action."""

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser

from tenancy.models import AuditEvent, Person

Kind = AuditEvent.ActorKind


@dataclass(frozen=True)
class Actor:
    """A person of the district, the system itself, platform staff with a reason, or whoever held a link."""

    kind: Kind
    person_id: int | None = None
    user_id: int | None = None
    label: str = ""
    reason: str = ""

    @classmethod
    def person(cls, person: Person, user: AbstractBaseUser | None = None) -> Self:
        """A person of the district, and the sign-in they used."""
        return cls(Kind.PERSON, person_id=person.pk, user_id=user.pk if user else None)

    @classmethod
    def system(cls, name: str) -> Self:
        """Waymark itself: ``Actor.system("beat")``."""
        return cls(Kind.SYSTEM, label=name)

    @classmethod
    def platform(cls, user: AbstractBaseUser, reason: str) -> Self:
        """Platform staff; refuses to be made without a reason (ValueError)."""
        if not reason.strip():
            raise ValueError("Platform staff act with a reason.")
        return cls(Kind.PLATFORM, user_id=user.pk, reason=reason)

    @classmethod
    def link(cls, party: str, pk: int) -> Self:
        """Whoever held a link: ``Actor.link("accounts.invitation", 7)``."""
        return cls(Kind.LINK, label=f"{party}:{pk}")
