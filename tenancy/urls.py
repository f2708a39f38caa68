"""Addresses of the ground floor's pages, inside a district."""

from django.urls import path

from tenancy.views import (
    audit_events,
    calendar_days,
    districts,
    jobs,
    memberships,
    merges,
    people,
    school_years,
    schools,
)

app_name = "tenancy"

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/export/", people.person_export, name="person_export"),
    path("people/search/", people.person_search, name="person_search"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/end-roles/", memberships.membership_end_selected, name="membership_end_selected"),
    path("people/duplicates/", merges.person_merge_list, name="person_merge_list"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/merge/", merges.person_merge_find, name="person_merge_find"),
    path("people/<int:pk>/merge/<int:other_pk>/", merges.person_merge, name="person_merge"),
    path("people/<int:pk>/merge/<int:other_pk>/no/", merges.person_merge_refuse, name="person_merge_refuse"),
    path("people/<int:pk>/roles/add/", memberships.membership_add, name="membership_add"),
    path("roles/<int:pk>/change/", memberships.membership_change, name="membership_change"),
    path("roles/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("audit/", audit_events.audit_event_list, name="audit_event_list"),
    path("audit/export/", audit_events.audit_event_export, name="audit_event_export"),
    path("calendar/", calendar_days.calendar_day_list, name="calendar_day_list"),
    path("calendar/add/", calendar_days.calendar_day_add, name="calendar_day_add"),
    path("calendar/paste/", calendar_days.calendar_day_paste, name="calendar_day_paste"),
    path("calendar/restore/", calendar_days.calendar_day_restore, name="calendar_day_restore"),
    path("calendar/<int:pk>/take-back/", calendar_days.calendar_day_take_back, name="calendar_day_take_back"),
    path("calendar/<int:pk>/delete/", calendar_days.calendar_day_delete, name="calendar_day_delete"),
    path("settings/", districts.district_edit, name="district_edit"),
    path("settings/schools/", schools.school_list, name="school_list"),
    path("settings/schools/add/", schools.school_add, name="school_add"),
    path("settings/schools/<int:pk>/", schools.school_edit, name="school_edit"),
    path("settings/schools/<int:pk>/retire/", schools.school_retire, name="school_retire"),
    path("settings/schools/<int:pk>/bring-back/", schools.school_bring_back, name="school_bring_back"),
    path("settings/school-years/", school_years.school_year_list, name="school_year_list"),
    path("settings/school-years/add/", school_years.school_year_add, name="school_year_add"),
    path("settings/school-years/<int:pk>/", school_years.school_year_edit, name="school_year_edit"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
]
