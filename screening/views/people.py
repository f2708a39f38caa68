"""Whose records a viewer may change."""

from django.shortcuts import get_object_or_404

from tenancy.http import DistrictRequest
from tenancy.models import Person


def person_of(request: DistrictRequest, pk: int) -> Person:
    """The person, if this viewer sees them (404 otherwise)."""
    return get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=pk)
