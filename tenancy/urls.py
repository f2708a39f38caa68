"""Addresses of the ground floor's pages, inside a district."""

from django.urls import path

from tenancy.views import audit_events, memberships, people

app_name = "tenancy"

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/export/", people.person_export, name="person_export"),
    path("people/search/", people.person_search, name="person_search"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/end-roles/", memberships.membership_end_selected, name="membership_end_selected"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/roles/add/", memberships.membership_add, name="membership_add"),
    path("roles/<int:pk>/change/", memberships.membership_change, name="membership_change"),
    path("roles/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("audit/", audit_events.audit_event_list, name="audit_event_list"),
    path("audit/export/", audit_events.audit_event_export, name="audit_event_export"),
]
