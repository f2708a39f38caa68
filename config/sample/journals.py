"""Journals of the sample districts: entries in every state, seventeen of them waiting for the lead teacher."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from config.sample.programs import Ground
from journals.actions import prompts, rubrics
from journals.models import BankedComment, Entry, EntryVersion, Grade, Mark, Prompt, Rubric
from meetings.models import Participation
from mentoring.models import Match, MatchStudent, Program
from tenancy.actor import Actor
from tenancy.models import Person

State, Sees = Entry.State, Entry.MentorSees
#: What waits for the teacher in the district that has as many students.
_TO_GRADE = 17
_BUILDER = Actor.system("sample")
_TEXTS = (
    "On Tuesday I followed my mentor through the intake desk at the clinic. I learned that the first question is never "
    "about the illness, it is about how the person got there that day.\n\n"
    "I want to ask next week how they decide which patient goes first when two people look equally sick.",
    "We talked about how my mentor became a pharmacist. It took six years, and the first two were in a community "
    "college. I did not know that you can begin there.\n\n"
    "My plan has a first step now: I will look at the courses that count for both.",
    "I watched how orders are checked. Everything is read by two people, even when the line is long. My mentor said "
    "that being quick is easy and being sure is the job.",
    "We practiced a job interview. I spoke too fast and forgot to say what I can do. The second time was better, "
    "because I had written down three things before.",
    "My mentor showed me how they write down what they did for the next shift. It has to be short and nothing may be "
    "missing. I tried it with our lab report, and the other group could repeat our test.",
    "We looked around the lab. The machines are smaller than I thought, and most of the work is cleaning and counting. "
    "I liked that everybody knew exactly what to do.",
    "I asked what a bad day looks like. My mentor told me about a day when three people called in sick. They asked for "
    "help early instead of late, and that is what I want to learn too.",
    "We went through my résumé. I did not think that taking care of my little brother counts, but my mentor said it "
    "shows that people can rely on me.",
)
_COMMENTS = (
    "Good detail. Next time say what you would do differently.",
    "You name people and tasks, and I can see the day. Well done.",
    "Clear sentences. What does it mean for your own plan?",
)
_KEPT = (
    "Say why it matters to you.",
    "Good detail. Name the people and what they did.",
    "Read it aloud once before you hand it in.",
)


def add(ground: Ground, now: datetime) -> None:
    """Questions and a rubric for each program of the year, entries for meetings to which students came."""
    for program in Program.objects.filter(archived_on=None).exclude(policies__journal_rhythm="none").order_by("pk"):
        prompts.add_preset(program=program, on=ground.today - timedelta(days=60), by=_BUILDER)
        rubrics.begin(program=program, on=ground.today - timedelta(days=60), by=_BUILDER)
    teacher = ground.leads["teacher"]
    BankedComment.objects.bulk_create(
        BankedComment(teacher=teacher, text=text, position=place) for place, text in enumerate(_KEPT, 1)
    )
    made = Entry.objects.bulk_create(sorted(_entries(ground, now), key=lambda one: one.due_on or ground.today))
    _versions(made)
    taught = _taught_by(teacher)
    waiting = [one for one in made if one.state == State.HANDED_IN and one.match_student_id in taught]
    extra = Entry.objects.bulk_create(_extra(taught, _TO_GRADE - len(waiting), now)) if len(taught) > 4 else []
    keep = {one.pk for one in [*waiting, *extra][:_TO_GRADE]}
    others = [one for one in made if one.state == State.HANDED_IN and one.pk not in keep]
    others += _older(made, ground, now)
    Entry.objects.filter(meeting=None, handed_in_at__isnull=False).update(created_at=F("handed_in_at"))
    _grades(others, teacher, now)


def _taught_by(teacher: Person) -> list[int]:
    """Members of running matches whose journal the teacher grades, by name."""
    rows = MatchStudent.objects.filter(left_on=None, match__state=Match.State.RUNNING)
    supervised = rows.filter(match__supervising_teacher=teacher)
    in_group = rows.filter(
        student__programs__class_group_rows__left_on=None,
        student__programs__class_group_rows__class_group__supervising_teacher=teacher,
    )
    ids = set(supervised.values_list("pk", flat=True)) | set(in_group.values_list("pk", flat=True))
    return list(rows.filter(pk__in=ids).order_by("student__search_key").values_list("pk", flat=True))


def _entries(ground: Ground, now: datetime) -> list[Entry]:
    came = Participation.objects.filter(
        standing=Participation.Standing.CAME, match_student__isnull=False, meeting__state="held"
    )
    rows = came.order_by("match_student", "-meeting__on").prefetch_related("meeting", "match_student__match")
    asked = list(Prompt.objects.filter(ended_on=None).order_by("position"))
    made: list[Entry] = []
    seen: dict[int, int] = {}
    for row in rows:
        back = seen.get(row.match_student_id or 0, 0)
        seen[row.match_student_id or 0] = back + 1
        made.append(_entry(ground, row, len(seen) - 1, back, asked, now))
    return made


def _entry(ground: Ground, row: Participation, number: int, back: int, asked: Sequence[Prompt], now: datetime) -> Entry:
    """The newest of each student waits to be written in some way, older ones are handed in."""
    newest = (State.OWED, State.DRAFT, State.HANDED_IN, State.GIVEN_BACK)[number % 4]
    second = State.EXCUSED if number % 5 == 3 else State.OWED if number % 4 == 2 else State.HANDED_IN
    state = newest if back == 0 else second if back == 1 else State.HANDED_IN
    due = row.meeting.on + timedelta(days=5)
    entry = Entry(match_student=row.match_student, meeting=row.meeting, due_on=due, state=state)
    if state == State.EXCUSED:
        entry.excused_at, entry.excused_by = now - timedelta(days=2), ground.leads["teacher"]
        entry.excuse_reason = "Was on a field trip that week."
    if state in {State.OWED, State.EXCUSED}:
        return entry
    fitting = [one for one in asked if row.match_student and one.program_id == row.match_student.match.program_id]
    entry.prompt = fitting[(number + back) % len(fitting)] if fitting else None
    entry.prompt_text = entry.prompt.text if entry.prompt else ""
    entry.text = _TEXTS[(number * 3 + back) % len(_TEXTS)]
    entry.mentor_sees = (Sees.ALL, Sees.NOTHING, Sees.PART)[(number + back) % 3]
    entry.mentor_text = (
        "Thank you for the time. I would like to see the lab again." if entry.mentor_sees == Sees.PART else ""
    )
    entry.version = 1
    began = row.meeting.starts_at or now - timedelta(days=9)
    sent = min(now - timedelta(hours=5), began + timedelta(days=2 + 5 * (number % 4 == 1), hours=5))
    entry.saved_at = sent
    if state != State.DRAFT:
        entry.handed_in_at = sent
    if state == State.GIVEN_BACK:
        entry.given_back_at, entry.given_back_by = now - timedelta(hours=3), ground.leads["teacher"]
        entry.given_back_note = "Say what you asked, and what the answer was."
    return entry


def _versions(made: Sequence[Entry]) -> None:
    EntryVersion.objects.bulk_create(
        EntryVersion(entry=one, number=1, text=one.text, handed_in_at=one.handed_in_at)
        for one in made
        if one.state == State.GIVEN_BACK and one.handed_in_at is not None
    )


def _extra(taught: Sequence[int], count: int, now: datetime) -> list[Entry]:
    """Entries that nobody asked for, handed in these days."""
    return [
        Entry(
            match_student_id=taught[number % len(taught)],
            text=_TEXTS[number % len(_TEXTS)],
            state=State.HANDED_IN,
            saved_at=now - timedelta(hours=8 + number),
            handed_in_at=now - timedelta(hours=8 + number),
            version=1,
        )
        for number in range(max(0, count))
    ]


def _older(made: Sequence[Entry], ground: Ground, now: datetime) -> list[Entry]:
    """The first entry of each student, from the first weeks, answered long ago."""
    members = {one.match_student_id for one in made}
    rows = MatchStudent.objects.filter(pk__in=members).prefetch_related("match")
    begun = [(row, now - timedelta(days=30 - number)) for number, row in enumerate(rows.order_by("pk"))]
    return Entry.objects.bulk_create(
        Entry(
            match_student=row,
            text=_TEXTS[(number + 1) % len(_TEXTS)],
            state=State.HANDED_IN,
            mentor_sees=Sees.ALL,
            saved_at=at,
            handed_in_at=at,
            version=1,
        )
        for number, (row, at) in enumerate(begun)
    )


def _grades(entries: Sequence[Entry], teacher: Person, now: datetime) -> None:
    """Two of three are visible; the others are graded and wait to be."""
    by_program = {
        one.program_id: [(two, list(two.levels.order_by("-points"))) for two in one.criteria.order_by("position")]
        for one in Rubric.objects.filter(ended_on=None)
    }
    used = {one.program_id: one for one in Rubric.objects.filter(ended_on=None)}
    programs = dict(
        MatchStudent.objects.filter(pk__in={one.match_student_id for one in entries}).values_list(
            "pk", "match__program"
        )
    )
    made, marks = [], []
    for number, entry in enumerate(entries):
        program = programs[entry.match_student_id]
        if program not in used:
            continue
        levels = [(one, choices[(number + place) % 3]) for place, (one, choices) in enumerate(by_program[program])]
        grade = Grade(
            entry=entry,
            rubric=used[program],
            points=sum(level.points for _one, level in levels),
            out_of=sum(choices[0].points for _one, choices in by_program[program]),
            comment=_COMMENTS[number % len(_COMMENTS)],
            graded_by=teacher,
            graded_at=now - timedelta(days=1, hours=number % 20),
            entry_version=entry.version,
            released_at=None if number % 3 == 2 else now - timedelta(hours=20),
        )
        made.append(grade)
        marks += [(grade, one, level) for one, level in levels]
    Grade.objects.bulk_create(made)
    Mark.objects.bulk_create(Mark(grade=grade, criterion=one, level=level) for grade, one, level in marks)
