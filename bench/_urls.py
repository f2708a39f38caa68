"""The addresses of a district, and one page more: the yardstick."""

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path

from config.urls_district import urlpatterns as product
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@requires(Permission.PEOPLE_VIEW)
def one_person(request: DistrictRequest, pk: int) -> HttpResponse:
    """One indexed SELECT behind the same middleware as every page."""
    return HttpResponse(Person.objects.of(request.district).get(pk=pk).search_key)


urlpatterns: list[URLPattern | URLResolver] = [*product, path("one-person/<int:pk>/", one_person, name="one_person")]
