"""How people sign in, for the pages that show it."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from accounts.adapter import sign_in_name
from accounts.extra_step import KINDS
from accounts.models import Seat, User
from tenancy.models import Person


@dataclass(frozen=True)
class SignInState:
    """One sign-in that stands for a person, as staff may know it."""

    user: User
    name: str
    has_password: bool
    passkeys: int
    has_app: bool

    @property
    def has_extra_step(self) -> bool:
        """Whether there is a second step."""
        return self.has_app or self.passkeys > 0


def sign_ins_of(person: Person) -> list[SignInState]:
    """The sign-ins that stand for a person, the oldest first. Three queries, however many there are."""
    seats = Seat.objects.of(person.district).filter(person=person).select_related("user").order_by("created_at")
    users = [seat.user for seat in seats]
    factors: dict[int, list[str]] = {}
    for owner, kind in Authenticator.objects.filter(user__in=users, type__in=KINDS).values_list("user_id", "type"):
        factors.setdefault(owner, []).append(kind)
    return [_state(user, factors.get(user.pk, [])) for user in users]


def state_of(user: User) -> SignInState:
    """One sign-in, for its owner."""
    kinds = Authenticator.objects.filter(user=user, type__in=KINDS).values_list("type", flat=True)
    return _state(user, list(kinds))


def _state(user: User, kinds: list[str]) -> SignInState:
    return SignInState(
        user=user,
        name=sign_in_name(user),
        has_password=bool(user.password) and user.has_usable_password(),
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
    )
