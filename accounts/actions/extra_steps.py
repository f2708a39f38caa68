"""The extra sign-in step of a sign-in: asking for it, and taking it away when somebody lost it."""

from datetime import datetime

from accounts.models import User


def ask(user: User, *, at: datetime) -> None:
    """Remember when this sign-in was first asked for the extra step; the days of grace count from then."""
    if user.extra_step_asked_at is None:
        user.extra_step_asked_at = at
        user.save(update_fields=["extra_step_asked_at"])
