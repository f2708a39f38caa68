"""Whose records a viewer may change."""

from django.shortcuts import get_object_or_404

from tenancy.http import DistrictRequest
from tenancy.models import Person
from tenancy.permissions import Permission


def person_of(request: DistrictRequest, pk: int) -> Person:
    """The person, if this viewer may record checks and training of them (404 otherwise)."""
    return get_object_or_404(
        Person.objects.of(request.district).in_reach_of(request.viewer, Permission.CLEARANCE_EDIT).active(), pk=pk
    )
