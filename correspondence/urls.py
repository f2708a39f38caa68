"""Addresses of mail and letters, inside a district."""

from django.urls import path

from correspondence.views import letter_texts, letters, messages, prints, reminders, text_consents, text_messages

app_name = "correspondence"

urlpatterns = [
    path("mail/", messages.message_list, name="message_list"),
    path("mail/export/", messages.message_export, name="message_export"),
    path("mail/try-again/", messages.message_retry_selected, name="message_retry_selected"),
    path("mail/<int:pk>/", messages.message_detail, name="message_detail"),
    path("mail/<int:pk>/cancel/", messages.message_cancel, name="message_cancel"),
    path("mail/<int:pk>/send-now/", messages.message_send_now, name="message_send_now"),
    path("mail/<int:pk>/retry/", messages.message_retry, name="message_retry"),
    path("mail/<int:pk>/resend/", messages.message_resend, name="message_resend"),
    path("mail/<int:pk>/came-back/", messages.message_bounce, name="message_bounce"),
    path("my-reminders/", reminders.reminder_choose, name="reminder_choose"),
    path("letters/", letters.letter_batch_list, name="letter_batch_list"),
    path("letters/export/", letters.letter_batch_export, name="letter_batch_export"),
    path("letters/new/", letters.letter_draft, name="letter_draft"),
    path("letters/mine/", letters.letter_own_list, name="letter_own_list"),
    path("letters/mine/<int:pk>/", letters.letter_own_download, name="letter_own_download"),
    path("letters/texts/", letter_texts.letter_text_list, name="letter_text_list"),
    path("letters/texts/<slug:kind>/<slug:language>/", letter_texts.letter_text_edit, name="letter_text_edit"),
    path(
        "letters/texts/<slug:kind>/<slug:language>/preview/",
        letter_texts.letter_text_preview,
        name="letter_text_preview",
    ),
    path(
        "letters/texts/<slug:kind>/<slug:language>/restore/<int:version>/",
        letter_texts.letter_text_restore,
        name="letter_text_restore",
    ),
    path("letters/head/", letter_texts.letterhead_edit, name="letterhead_edit"),
    path("letters/head/preview/", letter_texts.letterhead_preview, name="letterhead_preview"),
    path("letters/head/<slug:name>/", letter_texts.letterhead_picture, name="letterhead_picture"),
    path("letters/<int:pk>/", letters.letter_batch_detail, name="letter_batch_detail"),
    path("letters/<int:pk>/make/", letters.letter_batch_make, name="letter_batch_make"),
    path("letters/<int:pk>/go-on/", letters.letter_batch_go_on, name="letter_batch_go_on"),
    path("letters/<int:pk>/send/", letters.letter_batch_send, name="letter_batch_send"),
    path("letters/<int:pk>/stop/", letters.letter_batch_stop, name="letter_batch_stop"),
    path("letters/<int:pk>/take-back/", letters.letter_batch_take_back, name="letter_batch_take_back"),
    path("letters/<int:pk>/print/", letters.letter_batch_print, name="letter_batch_print"),
    path("letters/<int:batch_pk>/export/", letters.letter_export, name="letter_export"),
    path("letters/<int:batch_pk>/leave-out/", letters.letter_leave_out_selected, name="letter_leave_out_selected"),
    path("letters/<int:batch_pk>/bring-in/", letters.letter_bring_in_selected, name="letter_bring_in_selected"),
    path("letters/<int:batch_pk>/handed-over/", letters.letter_post_selected, name="letter_post_selected"),
    path("letters/<int:batch_pk>/print-some/", letters.letter_print_selected, name="letter_print_selected"),
    path("letters/one/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("letters/one/<int:pk>/pdf/", letters.letter_download, name="letter_download"),
    path("letters/one/<int:pk>/edit/", letters.letter_edit, name="letter_edit"),
    path("people/letters/", letters.letter_draft_selected, name="letter_draft_selected"),
    path("people/labels/", prints.label_print_selected, name="label_print_selected"),
    path("people/sign-in-sheet/", prints.sign_in_sheet_print_selected, name="sign_in_sheet_print_selected"),
    path("people/<int:person_pk>/text-messages/", text_consents.text_consent_give, name="text_consent_give"),
    path("people/<int:person_pk>/text-messages/stop/", text_consents.text_consent_stop, name="text_consent_stop"),
    path("text-messages/inbound/", text_messages.text_message_inbound, name="text_message_inbound"),
    path("text-messages/status/", text_messages.text_message_status, name="text_message_status"),
]
