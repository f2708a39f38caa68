"""How far a mentor's own profile is: "4 of 6"."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.models import Employment, Mentor

Words = str | Promise


@dataclass(frozen=True)
class Progress:
    """How many of the parts of a profile are there, and what is lacking."""

    done: int
    total: int
    lacking: list[Words]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lacking."""
        return self.done == self.total


def progress(mentor: Mentor) -> Progress:
    """The six parts by which a student is found who fits."""
    parts: list[tuple[Words, bool]] = [
        (_("about you"), bool(mentor.about.strip())),
        (_("career areas"), bool(mentor.career_areas)),
        (_("languages"), bool(mentor.languages.strip())),
        (_("when you have time"), bool(mentor.availability.strip())),
        (_("where you can meet"), bool(mentor.places)),
        (_("that you are not paid for it"), mentor.unpaid_attested_on is not None),
    ]
    lacking = [words for words, is_there in parts if not is_there]
    return Progress(len(parts) - len(lacking), len(parts), lacking)


def present_work(mentor: Mentor) -> str:
    """Where the mentor works as far as the district knows; empty when it does not."""
    present = Employment.objects.filter(district=mentor.district_id, mentor=mentor, ends_on=None)
    at = present.prefetch_related("employer").first()
    return ", ".join(filter(None, [at.title, at.employer.name])) if at else ""
