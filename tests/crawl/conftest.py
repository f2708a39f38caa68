"""Two districts in which everybody can be told apart."""

import pytest
from django.db import connection

from tests.crawl.crowd import Crowd, crowd_of


@pytest.fixture
def both(db: None) -> dict[str, Crowd]:
    """Oak and Elm by their slugs."""
    crowds = {"oak": crowd_of("oak", "Quercus"), "elm": crowd_of("elm", "Zelkova")}
    with connection.cursor() as cursor:
        # Their keys are checked here, once. Each request that is taken back would take its checks back, too.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return crowds
