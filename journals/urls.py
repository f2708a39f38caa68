"""Addresses of journals."""

from django.urls import path

from journals.views import entries, grades, own_entries, prompts, rubrics

app_name = "journals"
urlpatterns = [
    path("journal/", own_entries.entry_own_list, name="entry_own_list"),
    path("journal/begin/", own_entries.entry_begin, name="entry_begin"),
    path("journal/<int:pk>/", own_entries.entry_own_detail, name="entry_own_detail"),
    path("journal/<int:pk>/write/", own_entries.entry_write, name="entry_write"),
    path("journal/<int:pk>/save/", own_entries.entry_save, name="entry_save"),
    path("journal/<int:pk>/preview/", own_entries.entry_preview, name="entry_preview"),
    path("journal/<int:pk>/share/", own_entries.entry_share, name="entry_share"),
    path("journal/<int:pk>/take-back/", own_entries.entry_take_back, name="entry_take_back"),
    path("journals/", entries.journal_list, name="journal_list"),
    path("journals/export/", entries.journal_export, name="journal_export"),
    path("journals/entries/", entries.entry_list, name="entry_list"),
    path("journals/entries/export/", entries.entry_export, name="entry_export"),
    path("journals/entries/not-needed/", entries.entry_excuse_selected, name="entry_excuse_selected"),
    path("journals/entries/not-needed/<int:pk>/undo/", entries.entry_excuse_undo, name="entry_excuse_undo"),
    path("journals/entries/<int:pk>/", entries.entry_detail, name="entry_detail"),
    path("journals/entries/<int:pk>/remind/", entries.entry_remind, name="entry_remind"),
    path("journals/entries/<int:pk>/grade/", grades.entry_grade, name="entry_grade"),
    path("journals/entries/<int:pk>/give-back/", grades.entry_give_back, name="entry_give_back"),
    path("journals/entries/<int:pk>/take-again/", grades.entry_take_again, name="entry_take_again"),
    path("journals/late/", entries.entry_missing_list, name="entry_missing_list"),
    path("journals/late/export/", entries.entry_missing_export, name="entry_missing_export"),
    path("journals/late/remind/", entries.entry_remind_selected, name="entry_remind_selected"),
    path("journals/grade/", grades.entry_grade_next, name="entry_grade_next"),
    path("journals/grades/export/", grades.grade_export, name="grade_export"),
    path("journals/grades/release/", grades.grade_release, name="grade_release"),
    path("journals/grades/release/<int:pk>/undo/", grades.grade_release_undo, name="grade_release_undo"),
    path("journals/grades/<int:pk>/undo/", grades.grade_undo, name="grade_undo"),
    path("journals/comments/", grades.banked_comment_list, name="banked_comment_list"),
    path("journals/comments/<int:pk>/delete/", grades.banked_comment_delete, name="banked_comment_delete"),
    path("journals/programs/<int:program_pk>/questions/", prompts.prompt_list, name="prompt_list"),
    path("journals/programs/<int:program_pk>/questions/add/", prompts.prompt_add, name="prompt_add"),
    path("journals/programs/<int:program_pk>/questions/usual/", prompts.prompt_add_preset, name="prompt_add_preset"),
    path("journals/questions/<int:pk>/edit/", prompts.prompt_edit, name="prompt_edit"),
    path("journals/questions/<int:pk>/move/", prompts.prompt_move, name="prompt_move"),
    path("journals/questions/<int:pk>/end/", prompts.prompt_end, name="prompt_end"),
    path("journals/questions/<int:pk>/bring-back/", prompts.prompt_bring_back, name="prompt_bring_back"),
    path("journals/programs/<int:program_pk>/rubric/", rubrics.program_rubric, name="program_rubric"),
    path("journals/programs/<int:program_pk>/rubric/begin/", rubrics.program_rubric_begin, name="program_rubric_begin"),
    path("journals/programs/<int:program_pk>/rubric/edit/", rubrics.program_rubric_edit, name="program_rubric_edit"),
]
