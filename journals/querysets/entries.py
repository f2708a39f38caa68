"""Who reads which journal entries."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef

from journals.querysets.reach import at_work, groups_with_journal, seats
from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from journals.models.entry import Entry  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer

#: What a student has still to do something about.
OPEN = ("owed", "draft", "given_back")


class EntryQuerySet(DistrictQuerySet["Entry"]):
    """Journal entries.

    ``visible_to`` gives staff every entry of their students, so that they see who owes one; what they read of it is
    said by ``journals.reading.text_for_staff``: drafts are read by nobody but their author.
    """

    def visible_to(self, viewer: "Viewer") -> Self:
        """The entries of students whose journals this viewer reads at work. While on hold: none."""
        return self._at_work(viewer, Permission.JOURNALS_VIEW)

    def gradable_by(self, viewer: "Viewer") -> Self:
        """The entries that this viewer grades, excuses and gives back. While on hold: none."""
        return self._at_work(viewer, Permission.JOURNALS_GRADE)

    def _at_work(self, viewer: "Viewer", permission: Permission) -> Self:
        mine = self.of(viewer.district)
        if not viewer.can(permission):
            return mine.none()
        return mine.filter(is_not_held(viewer)).filter(at_work(viewer, permission, member="match_student"))

    def written_by(self, viewer: "Viewer") -> Self:
        """A student's own entries, whatever became of the match."""
        return self.of(viewer.district).filter(match_student__student__person=viewer.person_id)

    def shared_with(self, viewer: "Viewer") -> Self:
        """What students chose to show this mentor: handed in, in a running match that nothing stops. On hold: none."""
        own = rows("MatchMentor").filter(
            district=OuterRef("district"),
            match=OuterRef("match_student__match"),
            left_on=None,
            mentor__person=viewer.person_id,
        )
        mine = self.of(viewer.district).filter(is_not_held(viewer)).filter(Exists(own))
        return mine.in_running_matches().filter(state="handed_in").exclude(mentor_sees="nothing")

    def in_running_matches(self) -> Self:
        """Of students in matches that run, of programs that go on, that nothing stops at present."""
        still = rows("Match").paused().values("pk")
        return self.filter(
            match_student__left_on=None,
            match_student__match__state="running",
            match_student__match__program__archived_on=None,
        ).exclude(match_student__match__in=still)

    def open(self) -> Self:
        """Entries that wait for their student."""
        return self.filter(state__in=OPEN)

    def late(self, on: date) -> Self:
        """Entries whose day has passed, of students who can write them."""
        return self.open().filter(due_on__lt=on).in_running_matches()

    def to_grade(self) -> Self:
        """Handed in and not graded, or handed in anew since."""
        current = _grades(entry_version=OuterRef("version"))
        return self.filter(~Exists(current), state="handed_in", match_student__match__program__archived_on=None)

    def to_release(self) -> Self:
        """Graded as they were handed in last, and not visible to the student yet."""
        return self.filter(Exists(_grades(released_at=None, entry_version=OuterRef("version"))), state="handed_in")

    def in_queue(self) -> Self:
        """What stands in the grading list: handed in, and neither graded for good nor visible."""
        done = _grades(released_at__isnull=False, entry_version=OuterRef("version"))
        return self.filter(~Exists(done), state="handed_in", match_student__match__program__archived_on=None)

    def in_class_group(self, group_id: int) -> Self:
        """Of students who sit in this class group now, in matches of its program."""
        return self.filter(Exists(seats("match_student").filter(class_group=group_id)))

    def outside_listed_groups(self, viewer: "Viewer") -> Self:
        """Of students who sit in none of the class groups by which this viewer's journals are listed.

        They sit in no class group, or in a colleague's: their match has the viewer as its supervising teacher.
        """
        listed = groups_with_journal(viewer).values("pk")
        return self.exclude(Exists(seats("match_student").filter(class_group__in=listed)))

    def newest_first(self) -> Self:
        """As a journal is leafed through."""
        return self.order_by(F("due_on").desc(nulls_first=True), "-pk")


def _grades(**which: Any) -> Any:
    grades = apps.get_model("journals", "Grade")._default_manager
    return grades.filter(district=OuterRef("district"), entry=OuterRef("pk"), **which)
