"""Addresses of meetings."""

from django.urls import URLPattern, path

from meetings.views import (
    absences,
    calendar_feeds,
    days,
    desks,
    log_links,
    logs,
    meetings,
    no_shows,
    own_meetings,
    proposals,
    worries,
)

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/export/", meetings.meeting_export, name="meeting_export"),
    path("meetings/take-back/<int:pk>/", meetings.meeting_take_back, name="meeting_take_back"),
    path("matches/<int:match_pk>/plan-meeting/", meetings.meeting_plan, name="meeting_plan"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/calendar/", meetings.meeting_calendar, name="meeting_calendar"),
    path("meetings/<int:pk>/move/", meetings.meeting_move, name="meeting_move"),
    path("meetings/<int:pk>/move-back/", meetings.meeting_move_back, name="meeting_move_back"),
    path("meetings/<int:pk>/adult/", meetings.meeting_change_adult, name="meeting_change_adult"),
    path("meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/bring-back/", meetings.meeting_bring_back, name="meeting_bring_back"),
    path("meetings/proposals/<int:pk>/accept/", proposals.meeting_proposal_accept, name="meeting_proposal_accept"),
    path("meetings/proposals/<int:pk>/decline/", proposals.meeting_proposal_decline, name="meeting_proposal_decline"),
    # As mentor, student or parent
    path("my-meetings/", own_meetings.meeting_own_list, name="meeting_own_list"),
    path("my-meetings/calendar/", own_meetings.meeting_own_calendar, name="meeting_own_calendar"),
    path("my-meetings/<int:pk>/late/", own_meetings.meeting_say_late, name="meeting_say_late"),
    path("my-meetings/<int:pk>/not-late/", own_meetings.meeting_late_take_back, name="meeting_late_take_back"),
    path("my-meetings/<int:pk>/call-off/", own_meetings.meeting_call_off, name="meeting_call_off"),
    path("my-meetings/<int:pk>/come/", own_meetings.meeting_call_off_take_back, name="meeting_call_off_take_back"),
    path("my-meetings/<int:pk>/propose/", proposals.meeting_propose, name="meeting_propose"),
    path(
        "my-meetings/proposals/<int:pk>/withdraw/",
        proposals.meeting_proposal_withdraw,
        name="meeting_proposal_withdraw",
    ),
    # Calendars
    path("my-calendar/", calendar_feeds.calendar_feed_detail, name="calendar_feed_detail"),
    path("my-calendar/make/", calendar_feeds.calendar_feed_make, name="calendar_feed_make"),
    path("my-calendar/end/", calendar_feeds.calendar_feed_end, name="calendar_feed_end"),
    path("calendar/<str:token>.ics", calendar_feeds.calendar_feed_read, name="calendar_feed_read"),
    # The front desk
    path("front-desk/", desks.desk_list, name="desk_list"),
    path("front-desk/print/", desks.desk_print, name="desk_print"),
    path("absent-today/", absences.absence_add, name="absence_add"),
    path("absent-today/<int:pk>/take-back/", absences.absence_take_back, name="absence_take_back"),
    path("closed-today/", days.day_close, name="day_close"),
    path("closed-today/<int:pk>/reopen/", days.day_reopen, name="day_reopen"),
    # What was recorded
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
