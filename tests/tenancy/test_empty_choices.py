"""A choice that was not made is called in words."""

from django import forms

from tenancy.forms import ViewerForm


class Choosing(ViewerForm):
    needed = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    spare = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
    named = forms.ChoiceField(choices=[("", "Any"), ("a", "A")], required=False)


def test_the_empty_choice_has_words_instead_of_dashes():
    form = Choosing(viewer=None)
    assert [form.fields[name].choices[0][1] for name in form.fields] == ["Choose one", "None", "Any"]
