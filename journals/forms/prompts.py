"""A question for journals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.models import ClassFocus
from journals.models import Prompt
from mentoring.models import ClassGroup
from mentoring.querysets.reach import same_persons
from tenancy.forms import DistrictForm
from tenancy.permissions import Permission


class PromptForm(DistrictForm[Prompt]):
    """A question in both languages, and to whom it is offered."""

    class Meta:
        model = Prompt
        fields = ["text", "text_es", "class_group", "focus"]
        widgets = {
            "text": forms.Textarea({"rows": 2, "maxlength": 300}),
            "text_es": forms.Textarea({"rows": 2, "maxlength": 300, "lang": "es"}),
        }
        help_texts = {
            "text": _("Students choose one question for an entry, or write freely."),
            "text_es": _("Students who read Spanish see this instead."),
        }

    def __init__(self, *args: Any, is_for_program: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = ClassGroup.objects.visible_to(self.viewer).filter(program=self.instance.program_id).in_list_order()
        if not is_for_program:
            teachers = same_persons(self.viewer, Permission.CLASSES_EDIT)
            groups = groups.filter(supervising_teacher__in=teachers)
        self.fields["class_group"] = forms.ModelChoiceField(
            queryset=groups,
            label=_("Offered to"),
            required=not is_for_program,
            empty_label=_("Every student of the program") if is_for_program else _("Choose one"),
        )
        focuses = ClassFocus.objects.visible_to(self.viewer).filter(
            class_group__in=groups.order_by().values("pk"), withdrawn_at=None
        )
        self.fields["focus"] = forms.ModelChoiceField(
            queryset=focuses.order_by("-from_on", "pk"),
            label=_("Only while the class works on"),
            required=False,
            empty_label=_("Always"),
        )

    def clean(self) -> dict[str, Any]:
        """What belongs to a focus belongs to its class group."""
        cleaned = super().clean() or {}
        focus, group = cleaned.get("focus"), cleaned.get("class_group")
        if focus is not None and group is None:
            cleaned["class_group"] = focus.class_group
        elif focus is not None and group is not None and focus.class_group_id != group.pk:
            self.add_error("focus", _("This is what another class group works on."))
        return cleaned
