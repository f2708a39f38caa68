"""The programs of a district, read once for a page whose parts each name some of them."""

from collections.abc import Collection

from mentoring.models import Program
from tenancy.viewer import Viewer


def programs_among(ids: Collection[int], viewer: Viewer) -> list[Program]:
    """Those with these ids, in list order, with their school years. A query for the first who asks and finds some."""
    if not ids:
        return []
    return [one for one in programs_of(viewer) if one.pk in ids]


def programs_of(viewer: Viewer) -> list[Program]:
    """Every program of the viewer's district, whoever may see it, in list order, with their school years."""
    return viewer.once(programs_of, lambda: list(Program.objects.of(viewer.district).to_choose()))
