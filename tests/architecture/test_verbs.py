"""Every verb that an action writes into the audit log has words for whoever reads it."""

import ast

from tenancy.verbs import all_verbs
from tests.architecture.source import Module, modules, sample


def verbs_of(module: Module) -> set[str]:
    """The verbs that a module hands to audit.record, as far as they are written down."""
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    recorded = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "record"]
    values = [word.value for call in recorded for word in call.keywords if word.arg == "verb"]
    return {
        node.value
        for value in values
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_verb_has_words():
    written = {verb for module in modules() for verb in verbs_of(module)}
    assert written - set(all_verbs()) == set()
    assert {"person.add", "school.retire", "invitation.send"} <= written


def test_the_guard_sees_a_new_verb():
    planted = sample('audit.record(by=by, verb="visit.add" if new else "visit.change", target=visit)')
    assert verbs_of(planted) == {"visit.add", "visit.change"}
