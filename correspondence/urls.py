"""Addresses of mail and letters, inside a district."""

from django.urls import path

from correspondence.views import text_messages

app_name = "correspondence"

urlpatterns = [
    path("text-messages/inbound/", text_messages.text_message_inbound, name="text_message_inbound"),
    path("text-messages/status/", text_messages.text_message_status, name="text_message_status"),
]
