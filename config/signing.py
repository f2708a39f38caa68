"""Whether somebody who was asked to sign may still sign on the day: what each floor above agreements knows.

Each is a function ``(parties, on) -> {party's id: sentence}``: of those who may not, a sentence fit for the reader. The
moment of signing asks them all (``agreements/rules.py: signing_refusals``): a student may have turned 18, a court may
have spoken.
"""

from collections.abc import Sequence

from agreements.rules import StillMaySign
from mentoring.signing_checks import family_refusals, held_refusals

STILL_MAY_SIGN: Sequence[StillMaySign] = (family_refusals, held_refusals)
