"""Labels and sign-in sheets for the people ticked in a list: the page that asks, and the PDF.

A list that wants them has two addresses whose views hand an ``OnPaper`` to ``labels_page`` and ``sign_in_sheet_page``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from correspondence.actions import prints
from correspondence.paper_forms import LabelForm, SignInSheetForm
from correspondence.pdf_rendering import answer
from correspondence.pdfs import NamedLines
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest
from tenancy.lists import Item, ListScreen
from tenancy.selections import Selection, first_names


@dataclass(frozen=True)
class OnPaper(Generic[Item]):
    """How the rows of a list stand on paper: a name, and lines with it. Both ask nothing that was not read along."""

    screen: ListScreen[Item]
    back_url_name: str
    name: Callable[[Item], str]
    lines: Callable[[Item], Sequence[str]]

    def people(self, rows: Sequence[Item], *, with_lines: bool) -> list[NamedLines]:
        """The rows as names, with their lines or without."""
        return [NamedLines(self.name(row), list(self.lines(row)) if with_lines else []) for row in rows]


def labels_page(request: DistrictRequest, paper: OnPaper[Item]) -> HttpResponse:
    """Ask which labels (GET), print them (POST)."""
    form = LabelForm(request.POST or None, viewer=request.viewer)
    selection = Selection(request, paper.screen)
    rows = list(selection.rows)
    if form.is_valid() and rows and not selection.refusal:
        chosen = form.cleaned_data
        content = prints.labels(
            people=paper.people(rows, with_lines=chosen.pop("with_lines")),
            list_name=paper.screen.name,
            language=get_language() or "en",
            by=request.viewer.actor,
            **chosen,
        )
        return answer(content, filename="labels.pdf")
    title = ngettext("Print %(count)s label", "Print %(count)s labels", len(rows)) % {"count": len(rows)}
    return _ask(request, paper, selection, rows, form, title=title)


def sign_in_sheet_page(request: DistrictRequest, paper: OnPaper[Item]) -> HttpResponse:
    """Ask what the sheet is for (GET), print it (POST)."""
    form = SignInSheetForm(request.POST or None, viewer=request.viewer)
    selection = Selection(request, paper.screen)
    rows = list(selection.rows)
    if form.is_valid() and rows and not selection.refusal:
        chosen = form.cleaned_data
        content = prints.sign_in_sheet(
            people=paper.people(rows, with_lines=chosen.pop("with_lines")),
            list_name=paper.screen.name,
            language=get_language() or "en",
            by=request.viewer.actor,
            **chosen,
        )
        return answer(content, filename="sign-in-sheet.pdf")
    return _ask(request, paper, selection, rows, form, title=_("Print a sign-in sheet"))


def _ask(
    request: DistrictRequest,
    paper: OnPaper[Item],
    selection: Selection[Item],
    rows: Sequence[Item],
    form: ViewerForm,
    *,
    title: str,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "names": first_names([paper.name(row) for row in rows]),
        "selection": selection,
        "back_url": reverse(paper.back_url_name),
    }
    is_wrong = request.method == "POST"
    return render(request, "correspondence/label_print_selected.html", context, status=422 if is_wrong else 200)
