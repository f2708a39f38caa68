"""Addresses of closing matches, going on, thanking."""

from django.urls import path

from support.views import closings, continuations, letters, thank_yous

urlpatterns = [
    path("closing/", closings.closing_list, name="closing_list"),
    path("closing/export/", closings.closing_export, name="closing_export"),
    path("closing/begin/", closings.closing_begin_selected, name="closing_begin_selected"),
    path("closing/finish/", closings.closing_finish_selected, name="closing_finish_selected"),
    path("closing/undo/<int:pk>/", closings.closing_undo_selected, name="closing_undo_selected"),
    path("matches/<int:match_pk>/closing/begin/", closings.closing_begin, name="closing_begin"),
    path("closing/<int:pk>/", closings.closing_detail, name="closing_detail"),
    path("closing/<int:pk>/edit/", closings.closing_edit, name="closing_edit"),
    path("closing/<int:pk>/drop/", closings.closing_drop, name="closing_drop"),
    path("closing/<int:pk>/finish/", closings.closing_finish, name="closing_finish"),
    path("closing/<int:pk>/take-back/", closings.closing_take_back, name="closing_take_back"),
    path("last-talks/<int:pk>/", closings.exit_interview_note, name="exit_interview_note"),
    path("last-talks/<int:pk>/skip/", closings.exit_interview_skip, name="exit_interview_skip"),
    path("last-talks/<int:pk>/reopen/", closings.exit_interview_reopen, name="exit_interview_reopen"),
    path("next-year/", continuations.continuation_list, name="continuation_list"),
    path("next-year/export/", continuations.continuation_export, name="continuation_export"),
    path("next-year/ask/", continuations.continuation_ask_selected, name="continuation_ask_selected"),
    path("next-year/undo/<int:pk>/", continuations.continuation_undo_selected, name="continuation_undo_selected"),
    path("matches/<int:match_pk>/next-year/", continuations.continuation_ask, name="continuation_ask"),
    path("next-year/<int:pk>/", continuations.continuation_detail, name="continuation_detail"),
    path("next-year/<int:pk>/stop/", continuations.continuation_stop, name="continuation_stop"),
    path("next-year/<int:pk>/go-on/", continuations.continuation_go_on, name="continuation_go_on"),
    path("next-year/answers/<int:pk>/", continuations.continuation_answer, name="continuation_answer"),
    path("next-year/answers/<int:pk>/type-in/", continuations.continuation_type_in, name="continuation_type_in"),
    path("thank-you-letters/", letters.letter_program_list, name="letter_program_list"),
    path("thank-you-letters/<int:program_pk>/", letters.letter_program_detail, name="letter_program_detail"),
    path("thanks/", thank_yous.thank_you_list, name="thank_you_list"),
    path("thanks/export/", thank_yous.thank_you_export, name="thank_you_export"),
    path("thanks/write/<int:match_student_pk>/", thank_yous.thank_you_write, name="thank_you_write"),
    path("thanks/<int:pk>/", thank_yous.thank_you_review, name="thank_you_review"),
    path("thanks/<int:pk>/approve/", thank_yous.thank_you_approve, name="thank_you_approve"),
    path("thanks/<int:pk>/reopen/", thank_yous.thank_you_reopen, name="thank_you_reopen"),
]
