"""Addresses of programs and their people, inside a district."""

from django.urls import URLPattern, URLResolver, path

from mentoring.views import applications, imports, portfolio, program_students, sheets, students

app_name = "mentoring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/roster/", imports.import_add, name="import_add"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/bring-in/", imports.import_bring_in, name="import_bring_in"),
    path("imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/failures/", imports.import_failures, name="import_failures"),
    path("imports/<int:pk>/changes/", imports.import_changes, name="import_changes"),
    path("imports/sheets/", sheets.sheet_add, name="sheet_add"),
    path("imports/sheets/template/", sheets.sheet_template, name="sheet_template"),
    path("imports/<int:pk>/columns/", sheets.sheet_map, name="sheet_map"),
    # Students
    path("students/", students.student_list, name="student_list"),
    path("students/export/", students.student_export, name="student_export"),
    path("students/add/", students.student_add, name="student_add"),
    path("students/career-areas/", students.student_career_areas, name="student_career_areas"),
    path("students/labels/", students.student_label_print_selected, name="student_label_print_selected"),
    path(
        "students/sign-in-sheet/",
        students.student_sign_in_sheet_print_selected,
        name="student_sign_in_sheet_print_selected",
    ),
    path(
        "students/add-to-program/", program_students.program_student_add_selected, name="program_student_add_selected"
    ),
    path("students/<int:pk>/", students.student_detail, name="student_detail"),
    path("students/<int:pk>/edit/", students.student_edit, name="student_edit"),
    path("students/<int:pk>/leave/", students.student_leave, name="student_leave"),
    path("students/<int:pk>/come-back/", students.student_come_back, name="student_come_back"),
    path("my-students/", students.mentee_list, name="mentee_list"),
    path("my-students/<int:pk>/", students.mentee_detail, name="mentee_detail"),
    # Students of a program
    path("programs/<int:program_pk>/students/", program_students.program_student_list, name="program_student_list"),
    path(
        "programs/<int:program_pk>/students/export/",
        program_students.program_student_export,
        name="program_student_export",
    ),
    path("programs/<int:program_pk>/students/waiting/", program_students.waiting_list, name="waiting_list"),
    path("programs/<int:program_pk>/students/candidates/", program_students.candidate_list, name="candidate_list"),
    path(
        "programs/<int:program_pk>/students/add-selected/",
        program_students.candidate_add_selected,
        name="candidate_add_selected",
    ),
    path(
        "programs/<int:program_pk>/students/accept/",
        program_students.program_student_accept_selected,
        name="program_student_accept_selected",
    ),
    path(
        "programs/<int:program_pk>/students/waitlist/",
        program_students.program_student_waitlist_selected,
        name="program_student_waitlist_selected",
    ),
    path(
        "programs/<int:program_pk>/students/decline/",
        program_students.program_student_decline_selected,
        name="program_student_decline_selected",
    ),
    path("program-students/<int:pk>/", program_students.program_student_detail, name="program_student_detail"),
    path("program-students/<int:pk>/accept/", program_students.program_student_accept, name="program_student_accept"),
    path(
        "program-students/<int:pk>/waitlist/",
        program_students.program_student_waitlist,
        name="program_student_waitlist",
    ),
    path(
        "program-students/<int:pk>/decline/", program_students.program_student_decline, name="program_student_decline"
    ),
    path("program-students/<int:pk>/leave/", program_students.program_student_leave, name="program_student_leave"),
    path(
        "program-students/<int:pk>/move-up/", program_students.program_student_move_up, name="program_student_move_up"
    ),
    path("program-students/<int:pk>/interview/", program_students.student_interview_add, name="student_interview_add"),
    path("program-students/<int:pk>/application/", applications.application_type_in, name="application_type_in"),
    path(
        "program-students/take-back/<int:pk>/",
        program_students.program_student_take_back,
        name="program_student_take_back",
    ),
    path(
        "program-students/take-back-decision/<int:pk>/",
        program_students.program_student_decision_take_back,
        name="program_student_decision_take_back",
    ),
    # A student's own
    path("my-program/", applications.application_list, name="application_list"),
    path("my-program/<int:program_pk>/", applications.application_detail, name="application_detail"),
    path("my-program/<int:program_pk>/apply/", applications.application_write, name="application_write"),
    path("my-program/<int:program_pk>/save/", applications.application_save, name="application_save"),
    path("my-program/<int:program_pk>/take-back/", applications.application_take_back, name="application_take_back"),
    path("portfolio/", portfolio.portfolio_item_list, name="portfolio_item_list"),
    path("portfolio/add/", portfolio.portfolio_item_add, name="portfolio_item_add"),
    path("portfolio/<int:pk>/", portfolio.portfolio_item_edit, name="portfolio_item_edit"),
    path("portfolio/<int:pk>/share/", portfolio.portfolio_item_share, name="portfolio_item_share"),
    path("portfolio/<int:pk>/delete/", portfolio.portfolio_item_delete, name="portfolio_item_delete"),
    path("portfolio/<int:pk>/restore/", portfolio.portfolio_item_restore, name="portfolio_item_restore"),
    path("portfolio/<int:pk>/file/", portfolio.portfolio_item_file, name="portfolio_item_file"),
]
