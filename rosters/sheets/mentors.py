"""Mentors from a spreadsheet, with their employer, background check, trainings and place in a program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _

from mentoring.age_rules import age_refusal
from mentoring.models import Employer, Employment, Mentor, Program, ProgramMentor
from rosters.sheets import people
from rosters.sheets.rows import SOURCE, Place, RowRefused, SheetRow, Taken, ambiguous, change, taken
from screening.actions import asked, background_checks, records, trainings
from screening.models import BackgroundCheck, CheckType, RequirementSet, Training, TrainingRecord
from tenancy.models import Membership, Person
from tenancy.names import fold
from tenancy.permissions import Role

#: How old a mentor is at least where a program has no rule of its own.
ADULT = 18
_State = ProgramMentor.State
#: What the first training and orientation of a district are called when its mentors' sheet brings them.
_TITLES = {Training.Kind.TRAINING: "Mentor training", Training.Kind.ORIENTATION: "Orientation for mentors"}


@dataclass
class _Gathered:
    """What rows came upon or bring, by what makes it the same: written down when all rows were taken."""

    employers: dict[str, Employer] = field(default_factory=dict)
    checks: dict[tuple[int, str, date], BackgroundCheck] = field(default_factory=dict)
    trained: dict[tuple[int, int, date], TrainingRecord] = field(default_factory=dict)
    made: list[Training] = field(default_factory=list)
    accepted: list[tuple[Program, Person]] = field(default_factory=list)
    of_unknown_age: dict[int, int] = field(default_factory=dict)
    #: Of one row: the person was not here before, so nothing is known of them that one would have to look for.
    is_fresh: bool = False

    def add(self, more: "_Gathered") -> None:
        """Take in what a row brought."""
        self.employers |= more.employers
        self.checks |= more.checks
        self.trained |= more.trained
        self.made += more.made
        self.accepted += more.accepted
        self.of_unknown_age |= more.of_unknown_age


def ask_accepted(accepted: Iterable[tuple[Program, Person]], place: Place) -> None:
    """Ask of everybody who was accepted into a program what it requires of its mentors."""
    wanted: dict[int, tuple[RequirementSet, list[Person]]] = {}
    for program, person in accepted:
        wants = program.requirement_set
        if wants is not None and wants.state != RequirementSet.State.RETIRED:
            wanted.setdefault(wants.pk, (wants, []))[1].append(person)
    for requirement_set, asked_people in wanted.values():
        asked.ask(people=asked_people, requirement_set=requirement_set, on=place.on, by=place.by)


def is_old_enough(mentor: Mentor, program: Program, place: Place, of_unknown_age: dict[int, int]) -> bool:
    """Whether a mentor is as old as the program asks, where nobody knows as whoever brings the sheet says of them all.

    That is written down of the mentor; in ``of_unknown_age`` goes of whom it was needed, with the age that is asked.
    """
    policy = next(iter(program.policies.all()), None)  # read with the program, once for all rows
    if not age_refusal(mentor, policy, place.on):
        return True
    if mentor.born_on is not None:
        return False
    of_unknown_age[mentor.pk] = policy.minimum_mentor_age if policy else ADULT
    if place.are_adults:
        mentor.is_adult_attested = True
        mentor.save(update_fields=["is_adult_attested"])
    return place.are_adults


class Mentors:
    """Takes rows of mentors for one run. Raises RowRefused for a row that is not taken."""

    who: tuple[str, ...] = ("name", "family_name", "given_name", "email")
    can_do_without = frozenset({"status", "accepted_on", "check_expires_on", "training", "employer", "program"})
    entities: tuple[str, ...] = ("mentors", "accepted", "applied", "employers", "checks", "trainings")

    def __init__(self, place: Place) -> None:
        self.place = place
        self._all, self._row = _Gathered(), _Gathered()

    @property
    def of_unknown_age(self) -> Mapping[int, int]:
        """Mentors who are accepted only if they are old enough, which nobody knows: the age that is asked of each."""
        return self._all.of_unknown_age

    def finish(self) -> None:
        """Write down the new checks and trainings of all rows at once: whether people are cleared is asked once."""
        records.write_many(
            list(self._all.checks.values()), verb="background_check.record", on=self.place.on, by=self.place.by
        )
        records.write_many(list(self._all.trained.values()), verb="training.record", on=self.place.on, by=self.place.by)
        ask_accepted(self._all.accepted, self.place)

    def attempt(self, row: SheetRow) -> list[Taken]:
        """What ``take`` does, of which nothing is remembered for the rows to come."""
        self._row = _Gathered()
        return self._take(row)

    def take(self, row: SheetRow) -> list[Taken]:
        """Find or add the mentor of a row, then what belongs to them."""
        result = self.attempt(row)
        self._all.add(self._row)  # not of a row that is refused: its people are not there
        return result

    def _take(self, row: SheetRow) -> list[Taken]:
        given, family = row.name("")
        if not (given and family):
            raise RowRefused(_("Write first and last name."), "family_name")
        if row.get("status") == _State.LEFT:
            raise RowRefused(_("This mentor takes part no more. Bring only those who do."), "status")
        program = self._program(row)
        mentor, created, changed = self._mentor(row, given, family)
        result: list[Taken] = []
        if row.text("employer"):
            employer, is_new = self._employer(row)
            changed += self._employment(row, mentor, employer)
            if is_new:
                result.append(Taken("employers", "created", label=employer.name))
        if program is not None and (joined := self._joins(row, mentor, program)):
            changed.append("program")
            label = f"{mentor.person.sorted_name} · {program.name}"
            result.append(Taken(joined, "created", label=label))
        label = mentor.person.sorted_name + (f" · {row.text('employer')}" if row.text("employer") else "")
        result.insert(0, taken("mentors", created=created, changed=changed, person_id=mentor.person_id, label=label))
        if row.day("check_cleared_on"):
            result.append(self._check(row, mentor.person))
        elif row.get("check_expires_on"):
            raise RowRefused(_("Write the day on which the check was cleared."), "check_expires_on")
        result += self._trainings(row, mentor.person)
        return result

    def _program(self, row: SheetRow) -> Program | None:
        program = self.place.program_called(row.text("program"))
        if program is None and self.place.program_ids is not None:
            raise RowRefused(_("Write the program: you look after some programs only."), "program")
        return program

    def _refuse_strange(self, mentor: Mentor) -> None:
        """Refuse a mentor of programs that whoever brings the sheet does not look after."""
        if self.place.program_ids is None:
            return
        theirs = ProgramMentor.objects.of(self.place.district).filter(mentor=mentor)
        if not theirs.filter(program__in=self.place.program_ids).exists():
            raise RowRefused(_("This mentor is in a program that is not yours."))

    # --- Who it is ---------------------------------------------------------------------------------------------------

    def _mentor(self, row: SheetRow, given: str, family: str) -> tuple[Mentor, bool, list[str]]:
        details = {name: row.text(name) for name in ("preferred_name", "email", "phone")}
        facts: dict[str, object] = {
            "career_areas": row.words("career_areas"),
            "other_roles": row.words("other_roles"),
            "occupation": row.text("job_title"),
        }
        mentor = self.find(row, given, family)
        if mentor is not None:
            if mentor.left_on is not None:
                raise RowRefused(_("This mentor has left. Take them back on their page first."))
            self._refuse_strange(mentor)
            changed = people.update(self.place, mentor.person, {**_same_spelling(mentor, given, family), **details})
            changed += change(mentor, facts)
            return mentor, False, changed
        person = self._here_otherwise(given, family, details["email"])
        if person is not None:
            people.give_role(self.place, person, Role.MENTOR)
            people.update(self.place, person, details)
        else:
            person = people.add(self.place, Role.MENTOR, {"given_name": given, "family_name": family, **details})
            self._row.is_fresh = True
        mentor = Mentor.objects.create(
            district=self.place.district, person=person, search_key=person.search_key, **facts
        )
        return mentor, True, []

    def find(self, row: SheetRow, given: str, family: str, *, prefix: str = "", key: str = "") -> Mentor | None:
        """The mentor of a row: by email, then by exact name; among several of one name, the one of that employer.

        Raises RowRefused when several could be meant, and when an email belongs to a mentor of another name.
        """
        email = row.text(f"{prefix}email")
        if email:
            same = self._mentors(email=email)
            preferred = row.text(f"{prefix}preferred_name") or given
            names = {given, preferred}
            fitting = [one for one in same if any(people.has_name(one.person, name, family) for name in names)]
            if same and not fitting:
                raise RowRefused(_("This email address belongs to a mentor of another name."), key or "email")
            if len(fitting) > 1:
                raise ambiguous(len(fitting), key)
            if fitting:
                return fitting[0]
        return self._by_name(row, given, family, email, key) if given and family else None

    def _by_name(self, row: SheetRow, given: str, family: str, email: str, key: str) -> Mentor | None:
        same = self._called(given, family)
        if email:  # somebody of that name with another address is somebody else, unless they work at the same place
            without = [one for one in same if not one.person.email]
            at_same = [one for one in same if one.person.email and self._works_at(one, row.text("employer"))]
            if at_same:
                raise RowRefused(
                    _("A mentor of this name works there, with another email address. Change it on their page first."),
                    key or "email",
                )
            same = without
        if len(same) > 1 and row.text("employer"):
            same = [one for one in same if self._works_at(one, row.text("employer"))] or same
        if len(same) > 1:
            raise ambiguous(len(same), key)
        return same[0] if same else None

    def _mentors(self, **known: str) -> list[Mentor]:
        return self._of(people.ids(people.active(self.place).filter(**known), most=9))

    def _called(self, given: str, family: str) -> list[Mentor]:
        return self._of(people.ids(people.active(self.place).filter(people.called(given, family)), most=50))

    def _of(self, person_ids: Sequence[int]) -> list[Mentor]:
        if not person_ids:
            return []
        mentors = Mentor.objects.of(self.place.district).filter(person__in=person_ids)
        return list(mentors.order_by("pk").prefetch_related("person"))

    def _works_at(self, mentor: Mentor, employer: str) -> bool:
        """Whether a mentor works for the employer of that name at present."""
        if not employer:
            return False
        present = Employment.objects.of(self.place.district).filter(mentor=mentor, ends_on=None)
        return present.filter(employer__search_key=fold(employer)).exists()

    def _here_otherwise(self, given: str, family: str, email: str) -> Person | None:
        """A teacher, a parent or the like of that name and address, who becomes a mentor besides. Never a student."""
        if not email:
            return None
        found = list(people.active(self.place).filter(people.called(given, family), email=email)[:3])
        if len(found) > 1:
            raise ambiguous(len(found), "email")
        if (
            found
            and Membership.objects.of(self.place.district).live().filter(person=found[0], role=Role.STUDENT).exists()
        ):
            raise RowRefused(_("A student here has this name and email address. Write the mentor’s own."), "email")
        return found[0] if found else None

    # --- What belongs to them ----------------------------------------------------------------------------------------

    def _employer(self, row: SheetRow) -> tuple[Employer, bool]:
        name = row.text("employer")
        key = fold(name)
        if not key:
            raise RowRefused(_("This is no name."), "employer")
        if key in self._all.employers:
            return self._all.employers[key], False
        employer, is_new = Employer.objects.get_or_create(
            district=self.place.district, search_key=key, defaults={"name": name}
        )
        self._row.employers[key] = employer
        return employer, is_new

    def _employment(self, row: SheetRow, mentor: Mentor, employer: Employer) -> list[str]:
        """Where the mentor works at present. Another employer ends the one before today."""
        title, until = row.text("job_title"), row.day("employer_until")
        theirs = Employment.objects.of(self.place.district).filter(mentor=mentor)
        same = None if self._row.is_fresh else theirs.filter(employer=employer).order_by("-pk").first()
        if same is not None and (same.ends_on is None or same.ends_on == until):
            return ["employer"] if change(same, {"title": title, "ends_on": until}) else []
        if until is None and not self._row.is_fresh:
            theirs.filter(ends_on=None).update(ends_on=self.place.on)
        Employment.objects.create(
            district=self.place.district, mentor=mentor, employer=employer, title=title, ends_on=until
        )
        return ["employer"]

    def _joins(self, row: SheetRow, mentor: Mentor, program: Program) -> Literal["accepted", "applied", ""]:
        """Put the mentor into the program and say as what; "" where they stay as they are.

        Refuses whom somebody did not accept, who left, and who is known to be too young where the row says accepted.
        """
        who = {"district": self.place.district, "program": program, "mentor": mentor}
        place = None if self._row.is_fresh else ProgramMentor.objects.filter(**who).first()
        if place is not None and place.state in {_State.DECLINED, _State.LEFT}:
            words = _("This mentor was not accepted into %(program)s, or left. Change that on the mentor’s page first.")
            raise RowRefused(words % {"program": program.name}, "program")
        said = self._accepting_column(row, is_new=place is None)
        if place is not None and (not said or place.state == _State.ACCEPTED):
            return ""
        is_accepted = bool(said) and is_old_enough(mentor, program, self.place, self._row.of_unknown_age)
        if said in {"status", "accepted_on"} and not is_accepted and mentor.born_on is not None:
            raise RowRefused(age_refusal(mentor, program.policies.first(), self.place.on), said)
        if place is not None and not is_accepted:
            return ""
        place = place or ProgramMentor(
            **who, state=_State.APPLIED, added_on=self.place.on, search_key=mentor.search_key
        )
        if is_accepted:
            self._accept(place, row.day("accepted_on") or self.place.on)
        place.save()
        return "accepted" if is_accepted else "applied"

    def _accepting_column(self, row: SheetRow, *, is_new: bool) -> str:
        """By which column a row says that the mentor is accepted; "" where it does not.

        A day of a check or training says it of whom the program does not know yet: whoever applied is decided on.
        """
        if (status := row.get("status")) is not None:
            return "status" if status == _State.ACCEPTED else ""
        keys = ("accepted_on", "check_cleared_on", "training_on") if is_new else ("accepted_on",)
        return next((key for key in keys if row.day(key)), "")

    def _accept(self, place: ProgramMentor, on: date) -> None:
        place.earlier_state, place.state = place.state, _State.ACCEPTED
        place.decided_on, place.decided_by_id = on, self.place.by.person_id
        people.give_role(self.place, place.mentor.person, Role.MENTOR)
        self._row.accepted.append((place.program, place.mentor.person))

    def _check(self, row: SheetRow, person: Person) -> Taken:
        kind, cleared_on = str(row.get("check_type") or CheckType.NAME), row.day("check_cleared_on")
        assert cleared_on is not None
        expires_on, amount = row.day("check_expires_on"), row.get("check_amount")
        if expires_on is not None and expires_on < cleared_on:
            raise RowRefused(_("It cannot run out before it was cleared."), "check_expires_on")
        facts: dict[str, object] = {
            "expires_on": expires_on,
            "vendor": row.text("check_vendor"),
            "amount": amount if isinstance(amount, Decimal) else None,
        }
        given = {name: value for name, value in facts.items() if value not in (None, "")}
        changed = self._changed_check(person, kind, cleared_on, given)
        if changed is not None:
            return taken("checks", created=False, changed=changed, person_id=person.pk, label=person.sorted_name)
        key = (person.pk, kind, cleared_on)
        self._refuse_own(person, "check_cleared_on")
        is_new = key not in self._all.checks
        self._row.checks[key] = BackgroundCheck(
            district=self.place.district,
            person=person,
            check_type=kind,
            outcome=BackgroundCheck.Outcome.CLEAR,
            decided_on=cleared_on,
            decided_by_id=self.place.by.person_id,
            **given,
        )
        return taken("checks", created=is_new, changed=(), person_id=person.pk, label=person.sorted_name)

    def _refuse_own(self, person: Person, key: str) -> None:
        """Refuse what whoever brings the sheet would record of themselves."""
        try:
            records.refuse_own([person.pk], self.place.by)
        except records.CannotRecord as refusal:
            raise RowRefused(str(refusal), key) from refusal

    def _changed_check(self, person: Person, kind: str, cleared_on: date, given: dict[str, object]) -> list[str] | None:
        """Complete the check of that day, or decide the one that is running. None where there is neither."""
        of_kind = BackgroundCheck.objects.of(self.place.district).live().filter(person=person, check_type=kind)
        theirs = [] if self._row.is_fresh else list(of_kind)
        same = next((one for one in theirs if one.decided_on == cleared_on), None)
        if same is not None and same.outcome != BackgroundCheck.Outcome.CLEAR:
            raise RowRefused(_("This check is recorded here as not clear. See the mentor’s page."), "check_cleared_on")
        if same is None:
            same = next((one for one in theirs if one.is_open), None)
            given = {**given, "outcome": BackgroundCheck.Outcome.CLEAR, "decided_on": cleared_on}
        if same is None:
            return None
        try:
            return background_checks.change(check=same, on=self.place.on, by=self.place.by, **given)
        except records.CannotRecord as refusal:
            raise RowRefused(str(refusal), "check_cleared_on") from refusal

    def _trainings(self, row: SheetRow, person: Person) -> list[Taken]:
        if row.text("training") and not row.day("training_on"):
            raise RowRefused(_("Write the day of the training."), "training")
        wanted = [
            (self._training(row.text("training") if key == "training_on" else "", kind), day)
            for kind, key in ((Training.Kind.TRAINING, "training_on"), (Training.Kind.ORIENTATION, "orientation_on"))
            if (day := row.day(key)) is not None
        ]
        if not wanted:
            return []
        done = TrainingRecord.objects.of(self.place.district).live().filter(person=person)
        known: set[tuple[int, date]] = (
            set() if self._row.is_fresh else set(done.values_list("training", "completed_on"))
        )
        result = []
        for training, day in wanted:
            key = (person.pk, training.pk, day)
            is_new = (training.pk, day) not in known and key not in self._all.trained
            if is_new:
                self._refuse_own(person, "training_on" if training.kind == Training.Kind.TRAINING else "orientation_on")
                self._row.trained[key] = TrainingRecord(
                    district=self.place.district, person=person, training=training, completed_on=day
                )
            label = f"{person.sorted_name} · {training}"
            result.append(taken("trainings", created=is_new, changed=(), person_id=person.pk, label=label))
        return result

    @cached_property
    def _known(self) -> list[Training]:
        return list(Training.objects.of(self.place.district).filter(is_active=True))

    @property
    def _offered(self) -> list[Training]:
        return [*self._known, *self._all.made, *self._row.made]

    def _training(self, title: str, kind: Training.Kind) -> Training:
        """The training of that title, or the only one of its kind. The first one of a district is made."""
        if title:
            same = [one for one in self._offered if fold(one.title) == fold(title)]
            if not same:
                raise RowRefused(
                    _("There is no training “%(title)s”. Add it first.") % {"title": title[:60]}, "training"
                )
            return same[0]
        of_kind = [one for one in self._offered if one.kind == kind]
        usual = [one for one in of_kind if fold(one.title) == fold(_TITLES[kind])] or of_kind
        if len(usual) > 1:
            raise RowRefused(_("There are several trainings. Write which one."), "training")
        return usual[0] if usual else self._first(kind)

    def _first(self, kind: Training.Kind) -> Training:
        made = trainings.add(district=self.place.district, by=self.place.by, title=_TITLES[kind], kind=kind)
        self._row.made.append(made)
        return made


def _same_spelling(mentor: Mentor, given: str, family: str) -> dict[str, str]:
    """A name of the row may replace the mentor's where only accents and capitals differ."""
    if mentor.person.source not in ("", SOURCE) or fold(given, family) != mentor.person.search_key_given:
        return {}
    return {"given_name": given, "family_name": family}
