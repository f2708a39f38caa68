"""Addresses of mail and letters, inside a district."""

from django.urls import path

from correspondence.views import messages, prints, reminders, text_consents, text_messages

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
    path("people/labels/", prints.label_print_selected, name="label_print_selected"),
    path("people/sign-in-sheet/", prints.sign_in_sheet_print_selected, name="sign_in_sheet_print_selected"),
    path("people/<int:person_pk>/text-messages/", text_consents.text_consent_give, name="text_consent_give"),
    path("people/<int:person_pk>/text-messages/stop/", text_consents.text_consent_stop, name="text_consent_stop"),
    path("text-messages/inbound/", text_messages.text_message_inbound, name="text_message_inbound"),
    path("text-messages/status/", text_messages.text_message_status, name="text_message_status"),
]
