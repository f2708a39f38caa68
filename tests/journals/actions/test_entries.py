"""Entries are owed, written, handed in, taken back, given back, excused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from journals.actions import entries, owed_periods
from journals.models import Entry, EntryVersion
from meetings.models import Participation
from mentoring.models import JournalRhythm, MatchPause
from tenancy.actor import Actor
from tenancy.models import AuditEvent, CalendarDay
from tests.factories.mentoring import MatchPauseFactory
from tests.journals.diary import NOON, classmate, diary, handed_in, met, owed

WEDNESDAY = date(2026, 10, 14)
State = Entry.State


def set_policy(found, **values):
    policy = found.scene.program.policies.get()
    for name, value in values.items():
        setattr(policy, name, value)
    policy.save()


def save(entry, *, text="I saw the lab.", version=None, sees="nothing", part=""):
    return entries.save(
        entry=entry,
        version=entry.version if version is None else version,
        prompt=None,
        text=text,
        mentor_sees=sees,
        mentor_text=part,
        at=NOON,
        by=Actor.system("test"),
    )


# Owed


def test_a_student_who_came_owes_an_entry_five_days_later(oak):
    found = diary(oak)
    with oak.open():
        meeting = met(found.member, on=WEDNESDAY)
        entries.owe_for(meeting=meeting, at=NOON - timedelta(days=2), by=Actor.person(oak.mia))
        entry = Entry.objects.get()
        # October 19, a Monday.
        assert (entry.meeting, entry.state, entry.due_on) == (meeting, State.OWED, date(2026, 10, 19))


def test_an_entry_is_due_on_the_next_school_day_where_school_is_closed(oak):
    found = diary(oak)
    with oak.open():
        CalendarDay.objects.create(day=date(2026, 10, 19), kind="closed", note="Conference")
        entries.owe_for(meeting=met(found.member, on=WEDNESDAY), at=NOON - timedelta(days=2), by=Actor.person(oak.mia))
        assert Entry.objects.get().due_on == date(2026, 10, 20)


def test_a_meeting_logged_late_leaves_as_many_days_to_write(oak):
    found = diary(oak)
    with oak.open():
        entries.owe_for(meeting=met(found.member, on=WEDNESDAY), at=NOON, by=Actor.person(oak.mia))
        # Logged on the 16th: the 21st.
        assert Entry.objects.get().due_on == date(2026, 10, 21)


def test_a_meeting_logged_twice_owes_one_entry(oak):
    found = diary(oak)
    with oak.open():
        meeting = met(found.member, on=WEDNESDAY)
        for _time in range(2):
            entries.owe_for(meeting=meeting, at=NOON, by=Actor.person(oak.mia))
        assert Entry.objects.count() == 1


def test_a_changed_log_takes_back_what_was_not_begun_and_leaves_what_was(oak):
    found = diary(oak)
    with oak.open():
        for text in ("", "I have begun."):
            meeting = met(found.member, on=WEDNESDAY)
            entries.owe_for(meeting=meeting, at=NOON, by=Actor.person(oak.mia))
            if text:
                save(Entry.objects.get(meeting=meeting), text=text)
            Participation.objects.filter(meeting=meeting).update(standing=Participation.Standing.NO_SHOW)
            entries.owe_for(meeting=meeting, at=NOON, by=Actor.person(oak.mia))
            assert Entry.objects.filter(meeting=meeting).exists() is bool(text)


@pytest.mark.parametrize("why", ["missed", "paused", "no journal", "weekly"])
def test_nothing_is_owed(oak, why):
    found = diary(oak)
    with oak.open():
        if why == "paused":
            MatchPauseFactory(match=found.scene.match, state=MatchPause.State.IN_FORCE, began_at=NOON)
        if why == "no journal":
            set_policy(found, journal_rhythm=JournalRhythm.NONE, grades_journal=False)
        if why == "weekly":
            set_policy(found, journal_rhythm=JournalRhythm.WEEK)
        meeting = met(found.member, on=WEDNESDAY, came=why != "missed")
        entries.owe_for(meeting=meeting, at=NOON, by=Actor.person(oak.mia))
        assert not Entry.objects.exists()


def owe_periods(cast, on):
    with cast.open() as of:
        place = 0
        while place is not None:
            place = owed_periods.owe(district=of, on=on, after=place)


def test_weekly_entries_are_owed_once_a_week_and_due_days_after_its_last_school_day(oak):
    found = diary(oak)
    with oak.open():
        set_policy(found, journal_rhythm=JournalRhythm.WEEK)
    for day in (12, 13, 16, 19):
        owe_periods(oak, date(2026, 10, day))
    with oak.open():
        rows = Entry.objects.order_by("period_from").values_list("period_from", "due_on")
        # Friday the 16th and five days: Wednesday.
        assert list(rows) == [
            (date(2026, 10, 12), date(2026, 10, 21)),
            (date(2026, 10, 19), date(2026, 10, 28)),
        ]


def test_monthly_entries_are_owed_once_a_month(oak):
    found = diary(oak)
    with oak.open():
        set_policy(found, journal_rhythm=JournalRhythm.MONTH)
    for day in (1, 15, 30):
        owe_periods(oak, date(2026, 10, day))
    with oak.open():
        assert Entry.objects.get().period_from == date(2026, 10, 1)


def test_a_week_of_vacation_owes_nothing(oak):
    found = diary(oak)
    with oak.open():
        set_policy(found, journal_rhythm=JournalRhythm.WEEK)
        for day in range(12, 17):
            CalendarDay.objects.create(day=date(2026, 10, day), kind="closed", note="Fall break")
    owe_periods(oak, date(2026, 10, 14))
    with oak.open():
        assert not Entry.objects.exists()


def test_a_paused_match_owes_no_weekly_entry(oak):
    found = diary(oak)
    with oak.open():
        set_policy(found, journal_rhythm=JournalRhythm.WEEK)
        MatchPauseFactory(match=found.scene.match, state=MatchPause.State.IN_FORCE, began_at=NOON)
    owe_periods(oak, date(2026, 10, 14))
    with oak.open():
        assert not Entry.objects.exists()


# Written


def test_a_second_window_does_not_write_over_the_first(oak):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
        save(entry, text="First window.", version=0)
        with pytest.raises(entries.WrittenElsewhere):
            save(entry, text="Second window.", version=0)
        entry.refresh_from_db()
        assert (entry.text, entry.version, entry.state) == ("First window.", 1, State.DRAFT)


def test_an_empty_entry_is_not_handed_in(oak):
    found = diary(oak)
    with oak.open(), pytest.raises(entries.CannotWrite):
        entries.hand_in(entry=owed(oak, found.member), at=NOON, by=Actor.person(oak.sam))


def test_the_mentor_is_told_in_a_summary_of_what_is_shared_and_of_nothing_else(oak):
    found = diary(oak)
    with oak.open():
        for sees in ("nothing", "all"):
            entry = save(owed(oak, found.member), sees=sees)
            entries.hand_in(entry=entry, at=NOON, by=Actor.person(oak.sam))
        message = Message.objects.get()
        assert (message.kind, message.person, message.for_digest) == ("journals/entry_shared", oak.mia, True)
        assert message.context == {"entry": entry.pk}


def test_what_a_teacher_has_opened_is_not_taken_back(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        entries.open_for_grading(entry=entry, at=NOON)
        with pytest.raises(entries.CannotWrite, match="reading"):
            entries.take_back(entry=entry, by=Actor.person(oak.sam))


def test_what_nobody_opened_is_taken_back_and_handed_in_anew(oak):
    found = diary(oak)
    with oak.open():
        entry = entries.take_back(entry=handed_in(found.member), by=Actor.person(oak.sam))
        assert entry.state == State.DRAFT
        entry = save(entry, text="Better.")
        assert entries.hand_in(entry=entry, at=NOON, by=Actor.person(oak.sam)).state == State.HANDED_IN


# Given back


def give_back(cast, entry, note="Say why it mattered."):
    return entries.give_back(entry=entry, note=note, at=timezone.now(), by=Actor.person(cast.tom))


def test_giving_back_keeps_what_was_handed_in_and_tells_the_student_in_two_minutes(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        message = give_back(oak, entry)
        entry.refresh_from_db()
        assert (entry.state, entry.given_back_note) == (State.GIVEN_BACK, "Say why it mattered.")
        assert EntryVersion.objects.get().text == entry.text
        assert message.person == oak.sam
        assert message.leave_at > timezone.now()
        assert "why it mattered" not in str(message.context)


def test_undo_of_giving_back_stops_the_mail(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        message = give_back(oak, entry)
        entries.take_again(entry=entry, at=timezone.now(), by=Actor.person(oak.tom))
        entry.refresh_from_db()
        message.refresh_from_db()
        assert (entry.state, message.state) == (State.HANDED_IN, "cancelled")
        assert not EntryVersion.objects.exists()


def test_undo_of_giving_back_stops_once_the_student_wrote_on(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        give_back(oak, entry)
        entry.refresh_from_db()
        save(entry, text="And it mattered.")
        with pytest.raises(entries.CannotUndo):
            entries.take_again(entry=entry, at=timezone.now(), by=Actor.person(oak.tom))


# Reminded and excused


def test_a_student_is_reminded_once_a_day(oak):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
        for _time in range(2):
            entries.remind(entries=[entry], at=timezone.now(), by=Actor.person(oak.tom))
        assert Message.objects.get().person == oak.sam
        entry.refresh_from_db()
        assert entry.reminded_at is not None


def test_excused_entries_come_back_as_they_were(oak):
    found = diary(oak)
    with oak.open():
        begun, empty = save(owed(oak, found.member)), owed(oak, found.member)
        sent = handed_in(classmate(oak, found, 1))
        event = entries.excuse(
            entries=[begun, empty, sent], reason="Was ill.", at=timezone.now(), by=Actor.person(oak.tom)
        )
        assert (event.facts, event.reason) == ({"entries": [begun.pk, empty.pk]}, "Was ill.")
        assert set(Entry.objects.values_list("state", flat=True)) == {State.EXCUSED, State.HANDED_IN}
        assert entries.take_excuse_back(event=event, by=Actor.person(oak.tom)) == 2
        begun.refresh_from_db()
        empty.refresh_from_db()
        assert (begun.state, empty.state, begun.excuse_reason) == (State.DRAFT, State.OWED, "")


def test_every_deed_is_in_the_log(oak):
    found = diary(oak)
    with oak.open():
        entry = save(owed(oak, found.member))
        entries.hand_in(entry=entry, at=NOON, by=Actor.person(oak.sam))
        give_back(oak, entry)
        verbs = AuditEvent.objects.filter(target_kind="journals.entry").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["entry.hand_in", "entry.give_back"]
