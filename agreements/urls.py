"""Addresses of agreements, inside a district."""

from django.urls import path

from agreements.views import agreements, documents, permissions, seals, signing

app_name = "agreements"

urlpatterns = [
    path("documents/", signing.sign_list, name="sign_list"),
    path("documents/permissions/", permissions.permission_list, name="permission_list"),
    path("documents/permissions/<int:pk>/withdraw/", permissions.permission_withdraw, name="permission_withdraw"),
    path("documents/parties/<int:party_pk>/in-person/", signing.sign_in_person, name="sign_in_person"),
    path("documents/for-school/", agreements.school_sign_list, name="school_sign_list"),
    path("documents/for-school/sign/", agreements.school_sign_selected, name="school_sign_selected"),
    path("documents/parties/<int:party_pk>/remind/", agreements.party_remind, name="party_remind"),
    path("documents/parties/<int:party_pk>/paper/", agreements.paper_file, name="paper_file"),
    path(
        "documents/permissions/<int:pk>/withdraw-for/",
        agreements.permission_withdraw_for,
        name="permission_withdraw_for",
    ),
    path("documents/<int:pk>/", agreements.agreement_detail, name="agreement_detail"),
    path("documents/<int:pk>/print/", agreements.agreement_print, name="agreement_print"),
    path("documents/<int:pk>/void/", agreements.agreement_void, name="agreement_void"),
    path("documents/<int:pk>/correct/", agreements.agreement_correct, name="agreement_correct"),
    path("documents/<int:pk>/delegate/", agreements.agreement_delegate, name="agreement_delegate"),
    path("documents/<int:pk>/download/", documents.document_download, name="document_download"),
    path("documents/not-sealed/", seals.seal_list, name="seal_list"),
    path("documents/<int:pk>/seal-again/", seals.seal_retry, name="seal_retry"),
    path("sign/", signing.sign_documents, name="sign_documents"),
    path("sign/code/", signing.sign_code, name="sign_code"),
    path("sign/sample/", signing.sign_sample, name="sign_sample"),
    path("sign/language/", signing.sign_language, name="sign_language"),
    path("sign/leave/", signing.sign_leave, name="sign_leave"),
    path("sign/<int:packet_pk>/", signing.sign_read, name="sign_read"),
    path("sign/<int:packet_pk>/consent/", signing.sign_consent, name="sign_consent"),
    path("sign/<int:packet_pk>/check/", signing.sign_check, name="sign_check"),
    path("sign/<int:packet_pk>/done/", signing.sign_done, name="sign_done"),
    path("sign/<int:packet_pk>/decline/", signing.sign_decline, name="sign_decline"),
    path("sign/<int:packet_pk>/other-ways/", signing.sign_other_ways, name="sign_other_ways"),
    path("sign/paper/<int:agreement_pk>/", signing.sign_paper, name="sign_paper"),
    path("sign/copy/<int:agreement_pk>/", signing.sign_copy, name="sign_copy"),
    # After every other address below sign/: a token is no word of ours.
    path("sign/<str:token>/", signing.sign_open, name="sign_open"),
]
