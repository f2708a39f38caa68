"""What meetings know of merging people: absences of a student and a person's calendar move, words said then stay."""

from tenancy.merging import FloorMerging, Move, drop

_THEN = "who did it then"

MERGING = FloorMerging(
    moves=[
        Move("meetings.Meeting", "adult"),
        Move("meetings.MeetingLog", "logged_by"),
        Move("meetings.LogLink", "person"),
        # Of two that both proposed for one meeting, the proposal of the one who stays counts.
        Move("meetings.MeetingProposal", "proposed_by", clash=drop),
        # Either address goes on working; of two live ones the one who stays keeps theirs.
        Move("meetings.CalendarFeed", "person", clash=drop),
    ],
    deeper=[Move("meetings.DayAbsence", "student", clash=drop)],
    stays={
        "meetings.DayAbsence.said_by": "who said it then",
        "meetings.LogVersion.changed_by": "who changed it then",
        "meetings.Meeting.canceled_by": _THEN,
        "meetings.Meeting.late_said_by": "who said it then",
        "meetings.Meeting.planned_by": _THEN,
        "meetings.MeetingLog.seen_by": "who looked at it then",
        "meetings.MeetingProposal.closed_by": "who decided it then",
        "meetings.MeetingSeries.created_by": _THEN,
        "meetings.Participation.said_by": "who said it then",
        "meetings.Worry.closed_by": "who settled it then",
        "meetings.Worry.said_by": "who said it then",
    },
)
