"""A choice is drawn by our own template: as Django draws it, for a fraction of the time."""

from django import forms

COLORS = [("", "None"), ("r", "Red & rosy"), ("Cold", [("b", "Blue"), ("g", "Green")])]


class Paint(forms.Form):
    color = forms.ChoiceField(choices=COLORS)
    several = forms.MultipleChoiceField(choices=COLORS[1:], initial=["r", "g"])


def test_options_stand_in_their_groups_and_are_escaped() -> None:
    written = Paint(initial={"color": "b"})["color"].as_widget()

    assert '<option value="b" selected>Blue</option>' in written
    assert "Red &amp; rosy</option>" in written
    assert written.index('<optgroup label="Cold">') < written.index(">Blue<") < written.index("</optgroup>")
    assert written.count("selected") == 1


def test_several_are_chosen() -> None:
    written = Paint()["several"].as_widget()

    assert "multiple" in written.split(">")[0]
    assert written.count("selected") == 2
