"""Files that are brought in."""

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rosters.models import ImportRun


def _kept_rows() -> str:
    """The rows of a spreadsheet, stored as they are between upload and end."""
    kept = ContentFile(b'[2, 0, ["Noor", "Amin"]]\n')
    return default_storage.save("imports/rows.csv", kept)


class ImportRunFactory(factory.django.DjangoModelFactory):
    """A spreadsheet of mentors that waits for somebody to say which column is which."""

    class Meta:
        model = ImportRun

    kind = "mentors"
    state = ImportRun.State.KEPT
    file = factory.LazyFunction(_kept_rows)
    file_name = "mentors.csv"
    options = factory.LazyFunction(
        lambda: {
            "sheets": [
                {
                    "name": "",
                    "header_number": 1,
                    "headers": ["First name", "Last name"],
                    "rows": 1,
                    "hidden": 0,
                    "start": 0,
                    "dropped": [],
                }
            ],
            "sheet": 0,
            "reach": {"schools": None, "programs": None},
        }
    )
