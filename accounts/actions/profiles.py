"""What people change about themselves."""

from django.db import transaction

from accounts.models import User
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def change(*, person: Person, user: User, by: Actor, preferred_name: str, language: str, phone: str) -> None:
    """Change what somebody goes by, their language and their phone; the sign-in speaks that language too."""
    people.change(person=person, by=by, preferred_name=preferred_name, language=language, phone=phone)
    user.language = language
    user.save(update_fields=["language"])
