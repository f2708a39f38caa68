"""Counting what can be guessed, in the database: it holds while the cache is away, and two at once count as two."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Tries


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind in a window of time, for each thing that is tried or each who tries."""

    kind: str
    tries: int
    window: timedelta

    def key(self, what: str, at: datetime) -> str:
        """What the count is kept under: a keyed hash, from which nobody reads an address."""
        window = int(at.timestamp() // self.window.total_seconds())
        return salted_hmac("accounts.tries", f"{self.kind}:{window}:{what}", algorithm="sha256").hexdigest()

    def spend(self, what: str) -> bool:
        """Count one try of ``what``; False when there had been enough before.

        Spend outside a transaction that may roll back, and before the guess is looked at.
        """
        at = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Tries._meta.db_table} (key, count, expires_at) VALUES (%s, 1, %s) "  # noqa: S608
                f"ON CONFLICT (key) DO UPDATE SET count = {Tries._meta.db_table}.count + 1 RETURNING count",
                [self.key(what, at), at + self.window],
            )
            return bool(cursor.fetchone()[0] <= self.tries)

    def give_back(self, what: str) -> None:
        """The try was right: it does not count."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Tries._meta.db_table} SET count = greatest(count - 1, 0) WHERE key = %s",  # noqa: S608
                [self.key(what, timezone.now())],
            )


QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

#: Passwords: for each address or code that is tried, and for each internet address that tries (a whole school has one).
PASSWORD = Limit("password", 10, QUARTER)
PASSWORD_FROM = Limit("password-from", 100, QUARTER)
#: Asking for an emailed code, for each address: each code allows three guesses.
CODE_ASKED = Limit("code-asked", 5, QUARTER)
CODE_ASKED_A_DAY = Limit("code-asked-a-day", 20, DAY)
CODE_ASKED_FROM = Limit("code-asked-from", 100, QUARTER)
#: Guessing an emailed code in one session, and a code of the extra step for one sign-in.
CODE = Limit("code", 10, QUARTER)
EXTRA_STEP = Limit("extra-step", 10, QUARTER)
#: A code of an authenticator app works once, also while the cache, where allauth notes it, is away.
EXTRA_STEP_CODE = Limit("extra-step-code", 1, QUARTER)
#: Guessing the printed code of an invitation: for each internet address in a district, from it at all, and for a whole
#: district.
INVITATION_CODE = Limit("invitation-code", 5, HOUR)
INVITATION_CODE_FROM = Limit("invitation-code-from", 50, HOUR)
INVITATION_CODE_OF_DISTRICT = Limit("invitation-code-of-district", 200, HOUR)


def forget_old() -> int:
    """Delete counts whose window is over; returns how many."""
    return Tries.objects.filter(expires_at__lt=timezone.now()).delete()[0]
