"""What bringing data in knows of merging people: a roster goes on with the one who stays."""

from tenancy.merging import FloorMerging, Move

MERGING = FloorMerging(
    moves=[Move("rosters.ImportRun", "created_by")],
    stays={
        "rosters.ImportChange.person": "never changed",
        "rosters.RosterRecord.person": "the next run follows the row that went to the one that stayed",
    },
)
