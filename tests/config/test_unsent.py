"""What was typed and not sent is kept by a script that weighs next to nothing."""

import gzip
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "unsent.js"


def test_the_script_that_keeps_unsent_words_weighs_less_than_a_kilobyte() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) < 1024
