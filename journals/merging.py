"""What journals know of merging people: entries hang on matches, which move below; a teacher's comments move here."""

from tenancy.merging import FloorMerging, Move

MERGING = FloorMerging(
    moves=[Move("journals.BankedComment", "teacher")],
    stays={
        "journals.Entry.excused_by": "who excused it then",
        "journals.Entry.given_back_by": "who gave it back then",
        "journals.Grade.graded_by": "who graded it then",
        "journals.Prompt.added_by": "who added it then",
        "journals.Rubric.added_by": "who wrote it then",
    },
)
