"""Work that a student shares with the mentor: read, commented, with a copy to the teacher, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from classes.models import SharedWork, WorkComment
from correspondence import kinds
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.models import Match, PortfolioItem
from tenancy.models import AuditEvent
from tests.factories.classes import AssignmentFactory, SharedWorkFactory, WorkCommentFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running


@pytest.fixture
def scene(oak):
    """Tom teaches Sam, Mia mentors Sam; the class has an assignment that mentors see."""
    found = running(oak)
    with oak.open():
        found.assignment = AssignmentFactory(class_group=found.group, title="Interview a nurse", posted_by=oak.tom)
    return found


@pytest.fixture
def work(oak, scene):
    """What Sam shares with Mia."""
    with oak.open():
        return SharedWorkFactory(assignment=scene.assignment, student=scene.sam)


def share(client, scene, **answers):
    return client.post(f"classes/assignments/{scene.assignment.pk}/share/", {"text": "I asked three.", **answers})


def told(oak, kind):
    with oak.open():
        return sorted(Message.objects.filter(kind=kind).values_list("person__given_name", flat=True))


def test_shared_work_share_tells_the_mentor_who_reads_it(oak, client_of, scene):
    sam, mia = client_of(oak.sam), client_of(oak.mia)
    assert "Share with my mentor" in sam.get("my-program/").text
    assert share(sam, scene).status_code == 302
    with oak.open():
        work = SharedWork.objects.get()
        assert (work.text, work.student, work.taken_back_at) == ("I asked three.", scene.sam, None)
        assert AuditEvent.objects.get(verb="shared_work.share").facts == {
            "person": oak.sam.pk,
            "assignment": scene.assignment.pk,
        }
        message = Message.objects.get(kind="classes/work_shared")
        assert message.for_digest
        assert kinds.find(message.kind).context(message)["name"] == "Sam"
    assert told(oak, "classes/work_shared") == ["Mia"]
    assert "Sam shares “Interview a nurse” with you." in mia.get("").text
    assert "I asked three." in mia.get(f"classes/shared-work/{work.pk}/").text


def test_something_must_be_shared(oak, client_of, scene):
    page = share(client_of(oak.sam), scene, text="")
    assert page.status_code == 422 and "choose a piece of your portfolio" in page.text


def test_a_piece_of_the_portfolio_is_read_with_the_work_alone(oak, client_of, scene, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sam, mia = client_of(oak.sam), client_of(oak.mia)
    upload = SimpleUploadedFile("heart.pdf", b"%PDF-1.7 a heart")
    sam.post("portfolio/add/", {"kind": "work", "title": "A heart", "upload": upload})
    with oak.open():
        item = PortfolioItem.objects.get()
    share(sam, scene, text="", item=item.pk)
    with oak.open():
        work = SharedWork.objects.get()
        assert not PortfolioItem.objects.get().is_for_mentor
    assert "A heart" in mia.get(f"classes/shared-work/{work.pk}/").text
    assert b"".join(mia.get(f"classes/shared-work/{work.pk}/file/").streaming_content) == b"%PDF-1.7 a heart"
    assert mia.get(f"portfolio/{item.pk}/file/").status_code == 404
    sam.post(f"classes/shared-work/{work.pk}/take-back/")
    assert mia.get(f"classes/shared-work/{work.pk}/file/").status_code == 404


def test_shared_work_take_back_hides_it_from_everybody_else(oak, client_of, scene, work):
    sam, path = client_of(oak.sam), f"classes/shared-work/{work.pk}/"
    page = sam.post(f"{path}take-back/", follow=True)
    assert "You took this back. Nobody else sees it." in page.text
    for who in (oak.mia, oak.tom, oak.ana):
        assert client_of(who).get(path).status_code == 404
    sam.post(f"{path}share-again/")
    assert client_of(oak.mia).get(path).status_code == 200
    assert told(oak, "classes/work_shared") == ["Mia"]


def test_what_was_taken_back_before_the_mail_left_is_not_told(oak, client_of, scene):
    share(client_of(oak.sam), scene)
    with oak.open():
        message = Message.objects.get(kind="classes/work_shared")
        SharedWork.objects.update(taken_back_at=message.created_at)
        with pytest.raises(Outdated):
            kinds.find(message.kind).context(message)


def test_shared_work_detail_takes_comments_and_copies_go_to_the_teacher(oak, client_of, scene, work):
    path = f"classes/shared-work/{work.pk}/"
    client_of(oak.mia).post(path, {"text": "Ask somebody at night, too."})
    assert told(oak, "classes/work_commented") == ["Sam", "Tom"]
    client_of(oak.sam).post(path, {"text": "I will ask my aunt."})
    client_of(oak.tom).post(path, {"text": "A fine idea."})
    assert told(oak, "classes/work_commented") == ["Mia", "Mia", "Sam", "Sam", "Tom", "Tom"]
    with oak.open():
        messages = Message.objects.filter(kind="classes/work_commented", person=oak.sam)
        found = kinds.find("classes/work_commented").context(messages.order_by("pk").first())
        assert (found["author"], found["is_own"]) == (oak.mia, True)
    for who in (oak.sam, oak.mia, oak.tom, oak.ana):
        page = client_of(who).get(path).text
        assert page.index("at night") < page.index("my aunt") < page.index("fine idea")


def test_a_principal_reads_and_says_nothing(oak, client_of, scene, work):
    pia = client_of(oak.pia)
    assert "Add the comment" not in pia.get(f"classes/shared-work/{work.pk}/").text
    assert pia.post(f"classes/shared-work/{work.pk}/", {"text": "Well done."}).status_code == 403


def test_work_comment_delete_is_for_who_wrote_it_and_can_be_undone(oak, client_of, scene, work):
    with oak.open():
        comment = WorkCommentFactory(work=work, author=oak.mia, text="At night")
    mia, path = client_of(oak.mia), f"classes/comments/{comment.pk}/"
    assert client_of(oak.tom).post(f"{path}delete/").status_code == 404
    mia.post(f"{path}delete/")
    assert "At night" not in client_of(oak.sam).get(f"classes/shared-work/{work.pk}/").text
    mia.post(f"{path}restore/")
    assert "At night" in client_of(oak.sam).get(f"classes/shared-work/{work.pk}/").text
    with oak.open():
        assert WorkComment.objects.get().deleted_at is None


@pytest.mark.parametrize("what", ["held mentor", "held student", "ended", "left", "another program"])
def test_a_mentor_who_does_not_meet_the_student_now_reads_nothing(oak, client_of, scene, work, what):
    with oak.open():
        if what.startswith("held"):
            SafetyHoldFactory(person=oak.mia if "mentor" in what else oak.sam)
        elif what == "ended":
            Match.objects.update(state="ended", ended_on=oak.today)
        elif what == "left":
            scene.match.mentor_rows.update(left_on=oak.today)
        else:
            Match.objects.update(program=MatchFactory().program)
    assert client_of(oak.mia).get(f"classes/shared-work/{work.pk}/").status_code == 404
    assert client_of(oak.mia).post(f"classes/shared-work/{work.pk}/", {"text": "Hello"}).status_code == 404
    assert "Interview a nurse" not in client_of(oak.mia).get("").text


def test_mentors_of_others_families_and_elm_read_nothing(oak, elm, client_of, scene, work):
    with oak.open():
        elsewhere = MatchFactory(program=scene.program)
        MatchStudentFactory(match=elsewhere, student=scene.lou)
        MatchMentorFactory(match=elsewhere, mentor__person=oak.fay)
    running(elm)
    path = f"classes/shared-work/{work.pk}/"
    assert client_of(oak.gil).get(path).status_code == 403
    assert client_of(oak.fay).get(path).status_code == 403
    for who in (elm.mia, elm.tom, elm.sam, elm.ana):
        client = client_of(who)
        assert client.get(path).status_code == 404
        assert client.get(f"{path}file/").status_code == 404
    assert client_of(elm.sam).post(f"{path}take-back/").status_code == 404
    assert share(client_of(elm.sam), scene).status_code == 404


def test_parents_know_that_something_is_shared_not_what_it_says(oak, client_of, scene, work):
    with oak.open():
        WorkCommentFactory(work=work, author=oak.mia)
    page = client_of(oak.gil).get(f"children/{scene.sam.pk}/").text
    assert "Sam shares this with the mentor" in page and "1 comment" in page
    assert "night shift" not in page


def test_without_a_mentor_nothing_is_shared(oak, client_of, scene):
    with oak.open():
        Match.objects.update(state="ended", ended_on=oak.today)
    sam = client_of(oak.sam)
    assert "You have no mentor at the moment." in sam.get(f"classes/assignments/{scene.assignment.pk}/share/").text
    assert share(sam, scene).status_code == 422


def test_the_match_tells_its_staff_of_shared_work(oak, client_of, scene, work):
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/class/").text
    assert "Interview a nurse" in page and "No comment yet" in page
