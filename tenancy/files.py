"""Files of a district that a row of the database speaks of, at a place known before."""

import os
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction


def keep_at(path: str, content: bytes) -> str:
    """Write a file to exactly this place; what an interrupted try left there is replaced. Returns the path.

    Call it under the lock of the row that will speak of it: nobody else writes there then. On the disk before this
    returns, so that the row does not outlive the file.
    """
    if default_storage.exists(path):
        default_storage.delete(path)
    kept = default_storage.save(path, ContentFile(content))
    if kept != path:
        raise FileExistsError(path)
    try:
        local = default_storage.path(kept)
    except NotImplementedError:  # a storage elsewhere
        return kept
    handle = os.open(local, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return kept


def forget(path: str) -> None:
    """Delete a file once what stops speaking of it is really so. A storage that fails is logged, nothing else."""
    if path:
        transaction.on_commit(partial(default_storage.delete, path), robust=True)
