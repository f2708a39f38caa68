"""Whose turn it is and how many signatures there are, for every mix of parties."""

from hypothesis import given
from hypothesis import strategies as st

from agreements import rules
from agreements.models import Party, PartyState, Role

OPEN = st.sampled_from([PartyState.WAITING, PartyState.INVITED, PartyState.OPENED])
STATES = st.one_of(OPEN, st.just(PartyState.SIGNED))


@st.composite
def parties(draw: st.DrawFn) -> list[Party]:
    """A document that is out: some students and mentors, guardians of whom one may be enough, the school."""
    any_of = draw(st.booleans())
    roles = [
        *[(Role.STUDENT, False)] * draw(st.integers(0, 1)),
        *[(Role.GUARDIAN, any_of)] * draw(st.integers(0, 3)),
        *[(Role.MENTOR, False)] * draw(st.integers(0, 2)),
    ]
    made = [Party(pk=pk, role=role, any_of=flag, state=draw(STATES)) for pk, (role, flag) in enumerate(roles, start=1)]
    if any(one.any_of and one.state == PartyState.SIGNED for one in made):
        for one in made:
            if one.any_of and one.state != PartyState.SIGNED:
                one.state = PartyState.RELEASED
    if draw(st.booleans()):
        others_done = all(one.state in (PartyState.SIGNED, PartyState.RELEASED) for one in made)
        made.append(Party(pk=99, role=Role.SCHOOL, state=draw(STATES) if others_done else PartyState.WAITING))
    return made


@given(made=parties())
def test_signatures_are_counted_and_none_is_missing_exactly_when_nobody_is_waited_for(made: list[Party]) -> None:
    signed, needed = rules.progress(made)
    assert 0 <= signed <= needed <= len(made)
    assert (signed == needed) == rules.is_complete(made)
    assert rules.is_complete(made) == (rules.turn(made) == [])


@given(made=parties())
def test_the_school_waits_until_nobody_else_is_missing(made: list[Party]) -> None:
    turn = rules.turn(made)
    roles = {one.role for one in turn}
    assert roles in (set(), {Role.SCHOOL}) or Role.SCHOOL not in roles
    assert all(one.state in rules.OPEN for one in turn)


@given(made=parties())
def test_of_a_group_one_signature_is_enough(made: list[Party]) -> None:
    group = [one for one in made if one.any_of]
    _signed, needed = rules.progress(made)
    assert needed == len(made) - len(group) + bool(group)
