"""Addresses under "Bring in data", inside a district."""

from django.urls import URLPattern, URLResolver, path

from rosters.views import imports, sheets

app_name = "rosters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/roster/", imports.import_add, name="import_add"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/bring-in/", imports.import_bring_in, name="import_bring_in"),
    path("imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/failures/", imports.import_failures, name="import_failures"),
    path("imports/<int:pk>/changes/", imports.import_changes, name="import_changes"),
    path("imports/sheets/", sheets.sheet_add, name="sheet_add"),
    path("imports/sheets/template/", sheets.sheet_template, name="sheet_template"),
    path("imports/<int:pk>/columns/", sheets.sheet_map, name="sheet_map"),
]
