"""Addresses of screening, inside a district."""

from django.urls import path

from screening.views import (
    acknowledgements,
    background_checks,
    clearances,
    policy_documents,
    references,
    requirement_sets,
    requirements,
    result_lists,
    steps,
    training_records,
    trainings,
)

app_name = "screening"

urlpatterns = [
    path("clearance/", clearances.clearance_list, name="clearance_list"),
    path("clearance/export/", clearances.clearance_export, name="clearance_export"),
    path("clearance/record-training/", training_records.training_record_selected, name="training_record_selected"),
    path("clearance/record-check/", background_checks.background_check_selected, name="background_check_selected"),
    path("clearance/record-policy/", acknowledgements.acknowledgement_selected, name="acknowledgement_selected"),
    path("clearance/results/", result_lists.background_check_paste, name="background_check_paste"),
    path("people/<int:person_pk>/clearance/", clearances.clearance_detail, name="clearance_detail"),
    path(
        "people/<int:person_pk>/clearance/check/",
        background_checks.background_check_add,
        name="background_check_add",
    ),
    path(
        "people/<int:person_pk>/clearance/training/",
        training_records.training_record_add,
        name="training_record_add",
    ),
    path("people/<int:person_pk>/clearance/policy/", acknowledgements.acknowledgement_add, name="acknowledgement_add"),
    path("people/<int:person_pk>/clearance/reference/", references.reference_add, name="reference_add"),
    path("clearance/checks/<int:pk>/", background_checks.background_check_edit, name="background_check_edit"),
    path(
        "clearance/checks/<int:pk>/take-back/",
        background_checks.background_check_take_back,
        name="background_check_take_back",
    ),
    path(
        "clearance/trainings-taken/<int:pk>/take-back/",
        training_records.training_record_take_back,
        name="training_record_take_back",
    ),
    path(
        "clearance/policies-agreed/<int:pk>/take-back/",
        acknowledgements.acknowledgement_take_back,
        name="acknowledgement_take_back",
    ),
    path("clearance/references/<int:pk>/", references.reference_edit, name="reference_edit"),
    path("clearance/references/<int:pk>/take-back/", references.reference_take_back, name="reference_take_back"),
    path("clearance/asked/", requirement_sets.requirement_set_list, name="requirement_set_list"),
    path("clearance/asked/add/", requirement_sets.requirement_set_add, name="requirement_set_add"),
    path("clearance/asked/<int:pk>/", requirement_sets.requirement_set_detail, name="requirement_set_detail"),
    path("clearance/asked/<int:pk>/name/", requirement_sets.requirement_set_edit, name="requirement_set_edit"),
    path("clearance/asked/<int:pk>/retire/", requirement_sets.requirement_set_retire, name="requirement_set_retire"),
    path(
        "clearance/asked/<int:pk>/bring-back/",
        requirement_sets.requirement_set_bring_back,
        name="requirement_set_bring_back",
    ),
    path("clearance/asked/<int:requirement_set_pk>/steps/add/", requirements.requirement_add, name="requirement_add"),
    path("clearance/steps/<int:pk>/", requirements.requirement_edit, name="requirement_edit"),
    path("clearance/steps/<int:pk>/remove/", requirements.requirement_remove, name="requirement_remove"),
    path("clearance/trainings/", trainings.training_list, name="training_list"),
    path("clearance/trainings/add/", trainings.training_add, name="training_add"),
    path("clearance/trainings/<int:pk>/", trainings.training_edit, name="training_edit"),
    path("clearance/trainings/<int:pk>/retire/", trainings.training_retire, name="training_retire"),
    path("clearance/trainings/<int:pk>/bring-back/", trainings.training_bring_back, name="training_bring_back"),
    path("clearance/policies/", policy_documents.policy_document_list, name="policy_document_list"),
    path("clearance/policies/add/", policy_documents.policy_document_add, name="policy_document_add"),
    path("clearance/policies/<int:pk>/", policy_documents.policy_document_detail, name="policy_document_detail"),
    path("clearance/policies/<int:pk>/name/", policy_documents.policy_document_edit, name="policy_document_edit"),
    path(
        "clearance/policies/<int:policy_document_pk>/new-version/",
        policy_documents.policy_version_add,
        name="policy_version_add",
    ),
    path("steps/", steps.step_list, name="step_list"),
    path("steps/policies/<int:pk>/", steps.policy_version_agree, name="policy_version_agree"),
]
