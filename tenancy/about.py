"""What a message, an agreement or a to-do is about, without naming the floor above."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class About:
    """Something with a page in the district. Stored as text and resolved when it is shown."""

    label: str
    url_name: str
    pk: int

    @property
    def url(self) -> str:
        """The address of its page, below the district that is open."""
        return reverse(self.url_name, args=[self.pk])
