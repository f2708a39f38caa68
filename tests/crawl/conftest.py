"""Two districts in which everybody can be told apart."""

import pytest

from tests.crawl.crowd import Crowd, crowd_of


@pytest.fixture
def both(db: None) -> dict[str, Crowd]:
    """Oak and Elm by their slugs."""
    return {"oak": crowd_of("oak", "Quercus"), "elm": crowd_of("elm", "Zelkova")}
