"""Addresses of sign-ins inside a district."""

from django.urls import path

from accounts.views import covers, grants, invitations, people, profile, sign_ins

app_name = "accounts"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("continue-as/", people.continue_as, name="continue_as"),
    path("invitation/", invitations.invitation_accept, name="invitation_accept"),
    path("invitation/<str:token>/", invitations.invitation_open, name="invitation_open"),
    path("invitations/<int:pk>/revoke/", sign_ins.invitation_revoke, name="invitation_revoke"),
    path("cover/", covers.cover_list, name="cover_list"),
    path("cover/add/", covers.cover_add, name="cover_add"),
    path("cover/<int:pk>/end/", covers.cover_end, name="cover_end"),
    path("people/<int:pk>/cover/", covers.cover_set, name="cover_set"),
    path("shared/", grants.grant_list, name="grant_list"),
    path("shared/<int:pk>/end/", grants.grant_end, name="grant_end"),
    path("people/<int:pk>/share/", grants.grant_give, name="grant_give"),
    path("people/invite/", people.invitation_send_selected, name="invitation_send_selected"),
    path("people/printed-codes/", sign_ins.printed_codes, name="printed_codes"),
    path("people/<int:pk>/sign-in/", sign_ins.sign_in_detail, name="sign_in_detail"),
    path("people/<int:pk>/sign-in/invite/", sign_ins.invitation_send, name="invitation_send"),
    path("people/<int:pk>/sign-in/reset-extra-step/", sign_ins.extra_step_reset, name="extra_step_reset"),
    path("people/<int:pk>/sign-in/<int:user_pk>/unlink/", sign_ins.sign_in_unlink, name="sign_in_unlink"),
]
