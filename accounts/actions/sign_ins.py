"""Sign-ins are made, stand for people, and stop."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import events, extra_step
from accounts.models import Seat, SignInVerb, User
from accounts.rules import kind_of, link_refusal
from accounts.secrets import new_sign_in_code
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


class CannotLink(Exception):
    """The sign-in may not stand for the person; the text says why."""


@transaction.atomic
def make(
    *,
    email: str | None = None,
    code: str = "",
    password: str | None = None,
    language: str = "",
    is_platform_staff: bool = False,
) -> User:
    """A new sign-in. Its address counts as confirmed: whoever calls has seen that it is theirs.

    Without an address it gets a sign-in code instead (the given one or a new one), as a user name. Raises
    IntegrityError when address or code is taken.
    """
    user_name = None if email else code or new_sign_in_code()
    user = User.objects.create_user(
        email, password, code=user_name, language=language, is_platform_staff=is_platform_staff
    )
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def link(*, person: Person, user: User, by: Actor) -> Seat:
    """Let a sign-in stand for a person. Doing it twice changes nothing.

    Refuses (CannotLink) what would let a student's sign-in stand for anybody else of the district.
    """
    User.objects.select_for_update().get(pk=user.pk)
    seat = Seat.objects.filter(user=user, district=person.district_id, person=person).first()
    if refusal := link_refusal(person, user):
        raise CannotLink(refusal)
    if seat is not None:
        return seat
    try:
        with transaction.atomic():
            seat = Seat.objects.create(user=user, district_id=person.district_id, person=person, kind=kind_of(person))
    except IntegrityError:  # the database has the last word
        raise CannotLink(_("This sign-in already belongs to somebody else in this district.")) from None
    audit.record(by=by, verb="sign_in.link", target=person, facts={"user": user.pk, "kind": seat.get_kind_display()})
    return seat


@transaction.atomic
def unlink(*, person: Person, user: User, by: Actor) -> None:
    """Let a sign-in no longer stand for a person; where it stands for nobody else, its sessions end. Twice is once."""
    deleted, _rows = Seat.objects.filter(user=user, district=person.district_id, person=person).delete()
    if deleted:
        audit.record(by=by, verb="sign_in.unlink", target=person, facts={"user": user.pk})
        end_idle_sessions([user])


@transaction.atomic
def hand_over(*, kept: Person, gone: Person, by: Actor) -> None:
    """Let every sign-in of a person who was merged stand for the one who was kept, as what that person is now."""
    mine = set(Seat.objects.filter(district=kept.district_id, person=kept).values_list("user_id", flat=True))
    for seat in Seat.objects.filter(district=kept.district_id, person=gone):
        if seat.user_id in mine:
            seat.delete()
        else:
            Seat.objects.filter(pk=seat.pk).update(person=kept)
            audit.record(by=by, verb="sign_in.link", target=kept, facts={"user": seat.user_id})
    Seat.objects.filter(district=kept.district_id, person=kept).update(kind=kind_of(kept))


@transaction.atomic
def renew_password(*, user: User, password: str) -> None:
    """Give a sign-in a new password; all its sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    events.record(SignInVerb.PASSWORD_CHANGED, user=user)
    end_sessions(user)


def stop(*, person: Person, by: Actor) -> None:
    """What follows when somebody leaves: sessions end where the sign-in stands for nobody else.

    The seat stays for the day they come back; until then it leads nowhere.
    """
    end_idle_sessions(list(User.objects.filter(seats__district=person.district_id, seats__person=person)), left=person)


def end_idle_sessions(users: list[User], left: Person | None = None) -> None:
    """End all sessions of those sign-ins that stand for nobody, ``left`` not counted, in any district."""
    for user in users:
        seats = Seat.objects.filter(user=user)
        if left is not None:
            seats = seats.exclude(district=left.district_id, person=left)
        if not seats.exists() and not user.is_platform_staff:
            end_sessions(user)


def end_sessions(user: User, but: str = "") -> int:
    """End all sessions of a sign-in, ``but`` the one of this key; returns how many."""
    sessions = [session for session in UserSession.objects.filter(user=user) if session.session_key != but]
    for session in sessions:
        session.end()
    return len(sessions)


def end_session(*, user: User, pk: int, request: HttpRequest) -> bool:
    """End one session of a sign-in, anywhere but here; False when it has no such session."""
    session = UserSession.objects.filter(user=user, pk=pk).exclude(session_key=request.session.session_key).first()
    if session is None:
        return False
    session.end()
    events.record(SignInVerb.SESSIONS_ENDED, user=user, request=request)
    return True


def open_session(request: HttpRequest, user: User) -> None:
    """Sign somebody in who has just shown otherwise who they are. The extra step is not done by it."""
    get_adapter().login(request, user)
    record_authentication(request, user, method="link")
    UserSession.objects.create_from_request(request)


def open_sample_session(request: HttpRequest, user: User) -> None:
    """Sign somebody of the sample districts in, the extra step done. For the sample setting only."""
    open_session(request, user)
    extra_step.mark_done(request.session, user)
