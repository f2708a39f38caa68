"""Forms of spreadsheets: the file, and which of its columns is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Program
from rosters.sheets.columns import SheetColumn
from rosters.sheets.kind import KeptSheet, SheetKind
from tenancy.forms import ViewerForm
from tenancy.permissions import Permission

#: What the name of a column's field begins with.
_COLUMN = "column_"
#: What is chosen for a column that is not brought in.
LEFT_OUT = "-"


class SheetAddForm(ViewerForm):
    """A workbook or a CSV file."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.tsv,.txt"}),
        help_text=gettext_lazy(
            "Excel (.xlsx) or CSV, up to 20 MB and 2,000 rows. Nothing is changed yet: you see first what it would do."
        ),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )


class SheetMapForm(ViewerForm):
    """For each column of a sheet, what it holds; the program; and what to do with whom nobody knows."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Program"),
        queryset=Program.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("For rows that name none."),
    )
    creates = forms.BooleanField(required=False, initial=True)
    hidden = forms.BooleanField(required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        kind: SheetKind,
        sheet: KeptSheet,
        columns: Sequence[SheetColumn],
        proposed: Mapping[int, str],
        examples: Sequence[Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.sheet, self.known = kind, sheet, columns
        programs = Program.objects.of(self.viewer.district).in_reach_of(self.viewer, Permission.ROSTER_IMPORT)
        listed = programs.current().to_choose()
        self.fields["program"].queryset = listed  # type: ignore[attr-defined]
        self._keep_questions()
        choices = [(LEFT_OUT, _("Leave out")), *((column.key, _called(column)) for column in columns)]
        for at, heading in enumerate(sheet.headings):
            if at not in sheet.dropped:
                self.fields[f"{_COLUMN}{at}"] = forms.ChoiceField(
                    label=heading,
                    choices=choices,
                    initial=proposed.get(at, LEFT_OUT),
                    help_text=" · ".join(examples[at]) if examples[at] else _("No values."),
                )

    def _keep_questions(self) -> None:
        """Ask only what there is to ask."""
        if self.kind.creates_words:
            self.fields["creates"].label = str(self.kind.creates_words)
        else:
            del self.fields["creates"]
        if self.sheet.hidden:
            words = _("Bring in the rows that the spreadsheet hides, too (%(count)s)")
            self.fields["hidden"].label = words % {"count": self.sheet.hidden}
        else:
            del self.fields["hidden"]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the columns, in the order of the sheet."""
        return [self[name] for name in self.fields if name.startswith(_COLUMN)]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The other questions."""
        return [self[name] for name in self.fields if not name.startswith(_COLUMN)]

    def clean(self) -> dict[str, Any]:
        """No column of ours twice, and enough of them to know who is meant."""
        cleaned = super().clean() or self.cleaned_data
        chosen: dict[str, str] = {}
        for name in [name for name in self.fields if name.startswith(_COLUMN)]:
            key = cleaned.get(name, LEFT_OUT)
            if key in chosen:
                label = self.fields[chosen[key]].label
                self.add_error(name, _("“%(column)s” is chosen for this already.") % {"column": label})
            elif key != LEFT_OUT:
                chosen[key] = name
        if not self.errors and (refusal := self.kind.refusal(list(chosen))):
            raise forms.ValidationError(refusal)
        return cleaned

    @property
    def mapping(self) -> dict[int, str]:
        """Position → key, of the columns that are not left out."""
        return {
            int(name.removeprefix(_COLUMN)): key
            for name, key in self.cleaned_data.items()
            if name.startswith(_COLUMN) and key != LEFT_OUT
        }


def _called(column: SheetColumn) -> str:
    return _("%(column)s (needed)") % {"column": column.label} if column.is_required else str(column.label)
