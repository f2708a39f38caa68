"""Addresses of support."""

from django.urls import URLPattern, path

from support import closing_urls
from support.views import backups, calls, figures, goals, referrals, visits

app_name = "support"
urlpatterns: list[URLPattern] = [
    # Support calls
    path("support-calls/", calls.call_list, name="call_list"),
    path("support-calls/export/", calls.call_export, name="call_export"),
    path("support-calls/take/", calls.call_take_selected, name="call_take_selected"),
    path("support-calls/<int:pk>/", calls.call_detail, name="call_detail"),
    path("support-calls/<int:pk>/note/", calls.call_note, name="call_note"),
    path("support-calls/<int:pk>/skip/", calls.call_skip, name="call_skip"),
    path("support-calls/<int:pk>/reopen/", calls.call_reopen, name="call_reopen"),
    path("support-calls/<int:pk>/follow-up/", calls.call_follow_up, name="call_follow_up"),
    path("matches/<int:match_pk>/support-calls/ask/", calls.call_ask, name="call_ask"),
    # Letters to the counselor
    path("students/<int:student_pk>/tell-the-counselor/", referrals.referral_write, name="referral_write"),
    path("counselor-letters/", referrals.referral_list, name="referral_list"),
    path("counselor-letters/unopened/", referrals.referral_watch, name="referral_watch"),
    path("counselor-letters/<int:pk>/", referrals.referral_detail, name="referral_detail"),
    path("counselor-letters/<int:pk>/note/", referrals.referral_note_write, name="referral_note_write"),
    path("counselor-letters/<int:pk>/close/", referrals.referral_close, name="referral_close"),
    path("counselor-letters/<int:pk>/reopen/", referrals.referral_reopen, name="referral_reopen"),
    path("counselor-backups/", backups.backup_list, name="backup_list"),
    path("counselor-backups/<int:school_pk>/", backups.backup_name, name="backup_name"),
    path("counselor-backups/<int:school_pk>/remove/", backups.backup_remove, name="backup_remove"),
    # Goals
    path("my-goals/<int:pk>/", goals.goal_answer, name="goal_answer"),
    path("goal-reviews/", goals.review_list, name="review_list"),
    path("goal-reviews/export/", goals.review_export, name="review_export"),
    path("goal-reviews/<int:pk>/", goals.review_detail, name="review_detail"),
    path("goal-reviews/<int:pk>/close/", goals.review_close, name="review_close"),
    path("matches/<int:match_pk>/goal-reviews/ask/", goals.review_ask, name="review_ask"),
    path("objectives/<int:pk>/", goals.objective_say, name="objective_say"),
    # Visits to workplaces
    path("workplace-visits/", visits.visit_list, name="visit_list"),
    path("workplace-visits/export/", visits.visit_export, name="visit_export"),
    path("matches/<int:match_pk>/visits/note/", visits.visit_note, name="visit_note"),
    path("workplace-visits/<int:pk>/remove/", visits.visit_remove, name="visit_remove"),
    # Figures
    path("not-met/", figures.quiet_list, name="quiet_list"),
    path("not-met/export/", figures.quiet_export, name="quiet_export"),
    path("hours/", figures.hours_list, name="hours_list"),
    path("hours/export/", figures.hours_export, name="hours_export"),
    path("promised-time/", figures.promise_list, name="promise_list"),
    path("promised-time/export/", figures.promise_export, name="promise_export"),
    path("gifts/", figures.perk_list, name="perk_list"),
    path("gifts/export/", figures.perk_export, name="perk_export"),
    # Closing matches, going on, thanking
    *closing_urls.urlpatterns,
]
