"""Addresses of classes."""

from django.urls import URLPattern, path

from classes.views import (
    assignments,
    attendances,
    class_absences,
    class_days,
    class_focuses,
    class_groups,
    shared_works,
    work_comments,
)

app_name = "classes"
urlpatterns: list[URLPattern] = [
    path("classes/", class_groups.class_group_list, name="class_group_list"),
    path("classes/export/", class_groups.class_group_export, name="class_group_export"),
    path("classes/<int:pk>/", class_groups.class_group_detail, name="class_group_detail"),
    path("classes/<int:pk>/days/", class_groups.class_group_times, name="class_group_times"),
    path("classes/<int:class_group_pk>/attendance/", class_days.class_day_take, name="class_day_take"),
    path("classes/attendance/", class_days.class_day_list, name="class_day_list"),
    path("classes/attendance/export/", class_days.class_day_export, name="class_day_export"),
    path("classes/absences/", class_absences.class_absence_list, name="class_absence_list"),
    path("classes/absences/export/", class_absences.class_absence_export, name="class_absence_export"),
    path("classes/absences/<int:pk>/", class_absences.class_absence_ask, name="class_absence_ask"),
    path("classes/absences/<int:pk>/done/", class_absences.class_absence_finish, name="class_absence_finish"),
    path("classes/absences/<int:pk>/reopen/", class_absences.class_absence_reopen, name="class_absence_reopen"),
    path("classes/students/<int:program_student_pk>/", attendances.attendance_detail, name="attendance_detail"),
    path("classes/focus/add/", class_focuses.class_focus_add, name="class_focus_add"),
    path("classes/focus/<int:pk>/", class_focuses.class_focus_edit, name="class_focus_edit"),
    path("classes/focus/<int:pk>/withdraw/", class_focuses.class_focus_withdraw, name="class_focus_withdraw"),
    path("classes/focus/<int:pk>/bring-back/", class_focuses.class_focus_bring_back, name="class_focus_bring_back"),
    path("classes/assignments/add/", assignments.assignment_add, name="assignment_add"),
    path("classes/assignments/<int:pk>/", assignments.assignment_detail, name="assignment_detail"),
    path("classes/assignments/<int:pk>/edit/", assignments.assignment_edit, name="assignment_edit"),
    path("classes/assignments/<int:pk>/withdraw/", assignments.assignment_withdraw, name="assignment_withdraw"),
    path("classes/assignments/<int:pk>/bring-back/", assignments.assignment_bring_back, name="assignment_bring_back"),
    path("classes/assignments/<int:assignment_pk>/share/", shared_works.shared_work_share, name="shared_work_share"),
    path("classes/shared-work/<int:pk>/", shared_works.shared_work_detail, name="shared_work_detail"),
    path("classes/shared-work/<int:pk>/file/", shared_works.shared_work_file, name="shared_work_file"),
    path("classes/shared-work/<int:pk>/take-back/", shared_works.shared_work_take_back, name="shared_work_take_back"),
    path(
        "classes/shared-work/<int:pk>/share-again/",
        shared_works.shared_work_share_again,
        name="shared_work_share_again",
    ),
    path("classes/comments/<int:pk>/delete/", work_comments.work_comment_delete, name="work_comment_delete"),
    path("classes/comments/<int:pk>/restore/", work_comments.work_comment_restore, name="work_comment_restore"),
]
