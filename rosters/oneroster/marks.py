"""What the roster said of a person last time, kept as a fingerprint with eight letters for each of MARKS.

A field is written only when its letters differ, so what somebody changed by hand stays until the roster itself says
something new. Eight hyphens stand for what the files do not say.
"""

#: The parts of a person's fingerprint, in order. The first five are columns of the person.
MARKS = ("given_name", "family_name", "preferred_name", "email", "phone", "grade", "birth_on", "places")


def is_news(part: str) -> str:
    """SQL, of a row ``n`` of roster_people: the roster says something else of this part than last time."""
    start = MARKS.index(part) * 8 + 1
    said = f"substr(n.marks, {start}, 8)"
    return f"({said} <> '--------' AND {said} <> substr(n.old_marks, {start}, 8))"
