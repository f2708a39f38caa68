"""Addresses of support."""

from django.urls import URLPattern, path

from support import closing_urls
from support.views import (
    backups,
    calls,
    feedback,
    feedback_answers,
    figures,
    goals,
    recommendations,
    referrals,
    visits,
)

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
    # Feedback
    path("feedback/", feedback.feedback_round_list, name="feedback_round_list"),
    path("feedback/add/", feedback.feedback_round_add, name="feedback_round_add"),
    path("feedback/<int:pk>/", feedback.feedback_round_detail, name="feedback_round_detail"),
    path("feedback/<int:pk>/edit/", feedback.feedback_round_edit, name="feedback_round_edit"),
    path("feedback/<int:pk>/send/", feedback.feedback_round_send, name="feedback_round_send"),
    path("feedback/<int:pk>/close/", feedback.feedback_round_close, name="feedback_round_close"),
    path("feedback/<int:pk>/delete/", feedback.feedback_round_delete, name="feedback_round_delete"),
    path("feedback/<int:pk>/export/", feedback.feedback_round_export, name="feedback_round_export"),
    path("feedback/questions/<int:pk>/", feedback.feedback_audience_edit, name="feedback_audience_edit"),
    path(
        "feedback/questions/<int:pk>/preview/",
        feedback_answers.feedback_audience_preview,
        name="feedback_audience_preview",
    ),
    path("feedback/answer/<str:token>/", feedback_answers.feedback_answer, name="feedback_answer"),
    path("feedback/<int:round_pk>/recommend/", recommendations.recommendation_add, name="recommendation_add"),
    path("recommendations/", recommendations.recommendation_list, name="recommendation_list"),
    path("recommendations/export/", recommendations.recommendation_export, name="recommendation_export"),
    path("recommendations/<int:pk>/", recommendations.recommendation_detail, name="recommendation_detail"),
    path("recommendations/<int:pk>/edit/", recommendations.recommendation_edit, name="recommendation_edit"),
    path("recommendations/<int:pk>/done/", recommendations.recommendation_finish, name="recommendation_finish"),
    path("recommendations/<int:pk>/drop/", recommendations.recommendation_drop, name="recommendation_drop"),
    path("recommendations/<int:pk>/reopen/", recommendations.recommendation_reopen, name="recommendation_reopen"),
    # Closing matches, going on, thanking
    *closing_urls.urlpatterns,
]
