"""Addresses of meetings."""

from django.urls import path

from meetings.views import log_links, logs, no_shows, worries

app_name = "meetings"

urlpatterns = [
    path("log/<str:token>/", log_links.log_open, name="log_open"),
    path("my-meetings/written/", logs.log_own_list, name="log_own_list"),
    path("matches/<int:match_pk>/log/", logs.log_write_unplanned, name="log_write_unplanned"),
    path("meetings/<int:meeting_pk>/log/", logs.log_write, name="log_write"),
    path("meetings/logs/", logs.log_list, name="log_list"),
    path("meetings/logs/export/", logs.log_export, name="log_export"),
    path("meetings/logs/seen/", logs.log_see_selected, name="log_see_selected"),
    path("meetings/logs/<int:pk>/", logs.log_detail, name="log_detail"),
    path("meetings/logs/<int:pk>/change/", logs.log_edit, name="log_edit"),
    path("meetings/logs/<int:pk>/seen/", logs.log_see, name="log_see"),
    path("meetings/absences/<int:participation_pk>/", no_shows.no_show_note, name="no_show_note"),
    path("meetings/absences/<int:participation_pk>/take-back/", no_shows.no_show_take_back, name="no_show_take_back"),
    path("meetings/worries/", worries.worry_list, name="worry_list"),
    path("meetings/worries/<int:pk>/", worries.worry_detail, name="worry_detail"),
    path("meetings/worries/<int:pk>/reopen/", worries.worry_reopen, name="worry_reopen"),
]
