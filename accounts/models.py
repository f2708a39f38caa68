"""Sign-ins, and for whom they stand."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import InvitationQuerySet, InvitationSecretQuerySet, SeatQuerySet, SignInEventQuerySet
from tenancy.constraints import DistrictForeignKey
from tenancy.models.owned import DistrictOwned


class UserManager(BaseUserManager["User"]):
    """Makes sign-ins. (Subclassed by name: ``from_queryset`` on a custom user breaks makemigrations.)"""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """A sign-in with a small-letter address, or none; without a password it can only use codes and passkeys."""
        user = self.model(email=email.strip().lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """By address, however it is capitalized."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A sign-in. Belongs to no district; says nothing of the person but how they sign in.

    Identified by email address, or by a code that staff gave (students without an address), or by an outside provider.
    """

    email = models.EmailField(_("email"), unique=True, null=True, blank=True)
    code = models.CharField(_("sign-in code"), max_length=40, unique=True, null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    is_platform_staff = models.BooleanField(default=False)
    #: When this sign-in was first asked to set up the extra step: the days of grace count from here.
    extra_step_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=None) | Q(email=models.functions.Lower("email")), name="accounts_user_email_small"
            ),
        ]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Seat(models.Model):
    """For whom a sign-in stands in a district. Outside the districts by declared exception: ids only.

    A sign-in that stands for a student stands for nobody else of that district: a child who shares a parent's address
    must not be able to sign as the parent. Two parents may share one.
    """

    class Kind(models.IntegerChoices):
        STUDENT = 1, _("Student")
        ADULT = 2, _("Adult")

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="seats")
    district = models.ForeignKey("tenancy.District", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="seats", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeatQuerySet["Seat"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "person", "user", name="accounts_seat_once"),
            models.UniqueConstraint("user", "district", condition=Q(kind=1), name="accounts_seat_one_student"),
            ExclusionConstraint(
                name="accounts_seat_student_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("district", RangeOperators.EQUAL),
                    ("kind", RangeOperators.NOT_EQUAL),
                ],
            ),
            DistrictForeignKey(field="person", name="accounts_seat_person_district_fk"),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} as person {self.person_id}"


class SignInVerb(models.TextChoices):
    """What can happen to a sign-in."""

    SIGNED_IN = "signed_in", _("Signed in")
    FAILED = "failed", _("Sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ADDRESS_CHANGED = "address_changed", _("Email address changed")
    FACTOR_ADDED = "factor_added", _("Extra step set up")
    FACTOR_REMOVED = "factor_removed", _("Extra step removed")
    FACTOR_FAILED = "factor_failed", _("Wrong code at the extra step")
    FACTOR_RESET = "factor_reset", _("Extra step reset by an administrator")
    BACKUP_CODES_MADE = "backup_codes_made", _("New back-up codes made")
    BACKUP_CODE_USED = "backup_code_used", _("Back-up code used")
    SESSIONS_ENDED = "sessions_ended", _("Signed out elsewhere")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")


class SignInEvent(models.Model):
    """One sign-in, sign-out, failed try, or change of a password or second step. Append-only; holds no address."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="sign_in_events", db_constraint=False
    )
    verb = models.CharField(max_length=40)
    method = models.CharField(max_length=40, blank=True)
    #: SHA-256 of the address that was tried, keyed with the installation's secret, when nobody could be told by it.
    tried_hash = models.CharField(max_length=64, blank=True)
    ip_hash = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    by_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )

    objects = SignInEventQuerySet["SignInEvent"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="accounts_sign_in_user_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.user_id or ''}".strip()

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return str(SignInVerb(self.verb).label) if self.verb in SignInVerb.values else self.verb


class Invitation(DistrictOwned):
    """Somebody of the district may make themselves a sign-in, by a link in a mail or a code on paper.

    Open until accepted or taken back. What opens it is never stored: ``InvitationSecret`` keeps digests.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("Email")
        PAPER = "paper", _("Printed code")

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="invitations", db_index=False)
    channel = models.CharField(_("by"), max_length=10, choices=Channel)
    #: The user name of whoever accepts a printed code; no secret, it stands on the paper and later on their profile.
    sign_in_code = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "person",
                "channel",
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="accounts_invitation_one_end"
            ),
        ]
        indexes = [models.Index(fields=["district", "person"], name="accounts_invitation_person")]

    def __str__(self) -> str:
        return f"invitation of {self.person_id} by {self.channel}"

    @property
    def is_open(self) -> bool:
        """Whether it was neither accepted nor taken back; it may have run out all the same."""
        return self.accepted_at is None and self.revoked_at is None


class InvitationSecret(DistrictOwned):
    """A link or code that opens an invitation, as a digest: nobody can read it back."""

    invitation = models.ForeignKey("accounts.Invitation", models.CASCADE, related_name="secrets", db_index=False)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    objects = InvitationSecretQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "digest", name="accounts_invitation_secret_once")]
        indexes = [models.Index(fields=["district", "invitation"], name="accounts_invitation_secret_of")]

    def __str__(self) -> str:
        return f"secret of invitation {self.invitation_id}"


class Tries(models.Model):
    """How often something that can be guessed was tried in one window of time. Outside the districts; hashes only.

    Counted here and not in the cache, because the limit must hold while the cache is away.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    objects: models.Manager["Tries"] = models.Manager()

    def __str__(self) -> str:
        return f"{self.count} tries"
