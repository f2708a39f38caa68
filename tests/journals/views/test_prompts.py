"""Questions and rubrics of programs."""

import pytest
from django.utils.translation import override

from journals.actions import prompts
from journals.models import Criterion, Mark, Prompt, Rubric
from tenancy.actor import Actor
from tenancy.models import Person
from tests.factories.journals import PromptFactory
from tests.factories.mentoring import ClassGroupFactory
from tests.journals.diary import diary, graded, handed_in


@pytest.mark.parametrize("rows", [1, 4])
def test_prompt_list_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        for _number in range(rows):
            PromptFactory(program=found.scene.program, class_group=found.scene.group)
    client, path = client_of(oak.ana), f"journals/programs/{found.scene.program.pk}/questions/"
    client.get(path)
    with django_assert_num_queries(15):
        client.get(path)


def test_prompt_add_preset_offers_the_usual_questions_once(oak, client_of):
    found = diary(oak)
    for _time in range(2):
        client_of(oak.ana).post(f"journals/programs/{found.scene.program.pk}/questions/usual/")
    with oak.open():
        assert Prompt.objects.count() == 6
        assert all(one.text_es for one in Prompt.objects.all())


def test_prompt_add_for_the_program_by_coordinators_alone(oak, client_of):
    found = diary(oak)
    path = f"journals/programs/{found.scene.program.pk}/questions/add/"
    data = {"text": "What surprised you?", "text_es": "", "class_group": "", "focus": ""}
    assert client_of(oak.tom).post(path, data).status_code == 422
    client_of(oak.tom).post(path, {**data, "class_group": found.scene.group.pk})
    client_of(oak.ana).post(path, data)
    with oak.open():
        assert [one.class_group_id for one in Prompt.objects.order_by("pk")] == [found.scene.group.pk, None]


def test_prompts_are_ordered_changed_and_ended(oak, client_of):
    found = diary(oak)
    with oak.open():
        first, second = (PromptFactory(program=found.scene.program, position=number) for number in (1, 2))
    client = client_of(oak.ana)
    client.post(f"journals/questions/{second.pk}/move/", {"way": "up"})
    client.post(f"journals/questions/{first.pk}/edit/", {"text": "New words?", "text_es": "¿Nuevas?"})
    client.post(f"journals/questions/{second.pk}/end/")
    with oak.open():
        first.refresh_from_db()
        second.refresh_from_db()
    assert (first.position, first.text, second.position, second.ended_on) == (2, "New words?", 1, oak.today)
    client.post(f"journals/questions/{second.pk}/bring-back/")
    with oak.open():
        second.refresh_from_db()
    assert second.ended_on is None


def test_teachers_change_questions_of_their_own_class_groups(oak, elm, client_of):
    found = diary(oak)
    with oak.open():
        mine = PromptFactory(program=found.scene.program, class_group=found.scene.group)
        other = PromptFactory(
            program=found.scene.program, class_group=ClassGroupFactory(program=found.scene.program, school=oak.school)
        )
        of_program = PromptFactory(program=found.scene.program)
    client = client_of(oak.tom)
    statuses = [client.get(f"journals/questions/{one.pk}/edit/").status_code for one in (mine, other, of_program)]
    assert statuses == [200, 404, 404]
    assert client_of(elm.ana).get(f"journals/questions/{mine.pk}/edit/").status_code == 404
    assert client_of(elm.ana).get(f"journals/programs/{found.scene.program.pk}/questions/").status_code == 404


def rubric_answers(*names):
    data = {"name": "Ours"}
    for number, name in enumerate(names, 1):
        data |= {f"name_{number}": name, f"level_{number}_2": "Good", f"level_{number}_1": "Fair"}
    return data


def test_program_rubric_edit_replaces_a_rubric_that_is_used(oak, client_of):
    found = diary(oak)
    path = f"journals/programs/{found.scene.program.pk}/rubric/edit/"
    with oak.open():
        graded(oak, found, handed_in(found.member))
    assert "They keep it" in client_of(oak.ana).get(path).content.decode()
    client_of(oak.ana).post(path, rubric_answers("Curiosity", "Writing"))
    with oak.open():
        now = Rubric.objects.get(ended_on=None)
        assert [one.name for one in now.criteria.order_by("position")] == ["Curiosity", "Writing"]
        assert Rubric.objects.count() == 2
    assert (
        "1 older rubric"
        in client_of(oak.tom).get(f"journals/programs/{found.scene.program.pk}/rubric/").content.decode()
    )


def test_program_rubric_edit_takes_the_spanish_of_each_word(oak, client_of):
    found = diary(oak)
    path = f"journals/programs/{found.scene.program.pk}/rubric/edit/"
    page = client_of(oak.ana).get(path).content.decode()
    assert 'value="Reflexión"' in page and 'value="Supera lo esperado"' in page, "the usual words have theirs"
    spanish = {"name_es_1": "Curiosidad", "level_es_1_2": "Bien"}
    client_of(oak.ana).post(path, rubric_answers("Curiosity") | spanish)
    with oak.open():
        criterion = Rubric.objects.get(ended_on=None).criteria.get()
        levels = criterion.levels.order_by("-points")
        assert (criterion.name_es, [one.words_es for one in levels]) == ("Curiosidad", ["Bien", ""])
        with override("es"):
            assert [one.reader_words for one in levels] == ["Bien", "Fair"], "without Spanish, what there is"


def test_who_reads_spanish_reads_grades_and_questions_in_spanish(oak, client_of):
    found = diary(oak)
    with oak.open():
        prompts.add_preset(program=found.scene.program, on=oak.today, by=Actor.person(oak.ana))
        Criterion.objects.update(name_es="")
        prompt = Prompt.objects.get(text="What surprised you, and why?")
        entry = handed_in(found.member, prompt=prompt, prompt_text=prompt.text)
        grade = graded(oak, found, entry, released=True)
        criterion = found.rubric.criteria.get(name="Reflection")
        Mark.objects.create(
            district=oak.district, grade=grade, criterion=criterion, level=criterion.levels.get(points=3)
        )
        Person.objects.filter(pk=oak.sam.pk).update(language="es")
    page = client_of(oak.sam).get(f"journal/{entry.pk}/").content.decode()
    assert "¿Qué le sorprendió y por qué?" in page and "Reflexión" in page and "Cumple" in page
    assert "Reflection" not in page and "Meets" not in page
    page = client_of(oak.tom).get(f"journals/entries/{entry.pk}/").content.decode()
    assert "What surprised you, and why?" in page and "Reflection" in page
    with oak.open():
        Prompt.objects.filter(pk=prompt.pk).update(text="What else?", text_es="¿Qué más?")
    page = client_of(oak.sam).get(f"journal/{entry.pk}/").content.decode()
    assert "What surprised you, and why?" in page, "reworded since: it stays as it was answered"


def test_program_rubric_edit_needs_two_levels(oak, client_of):
    found = diary(oak)
    path = f"journals/programs/{found.scene.program.pk}/rubric/edit/"
    answer = client_of(oak.ana).post(path, {"name": "Ours", "name_1": "Curiosity", "level_1_2": "Good"})
    assert answer.status_code == 422
    assert "Give it at least two levels." in answer.content.decode()


def test_program_rubric_begin_is_for_coordinators(oak, elm, client_of):
    found = diary(oak)
    path = f"journals/programs/{found.scene.program.pk}/rubric/"
    assert client_of(oak.tom).post(f"{path}begin/").status_code == 403
    assert client_of(elm.ana).post(f"{path}begin/").status_code == 404
    assert client_of(oak.tom).get(path).status_code == 200
