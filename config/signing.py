"""Whether somebody who was asked to sign may still sign on the day: what each floor above agreements knows.

Each is a function ``(party, on) -> str``: a sentence fit for the reader when they may not, else an empty text. The
moment of signing asks them all (``agreements/rules.py: signing_refusal``): a student may have turned 18, a court may
have spoken.
"""

from collections.abc import Sequence

from agreements.rules import StillMaySign
from mentoring.signing_checks import family_refusal, held_refusal

STILL_MAY_SIGN: Sequence[StillMaySign] = (family_refusal, held_refusal)
