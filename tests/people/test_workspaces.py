"""What people see is that of the workspace they are in."""

import pytest
from django.db import IntegrityError

from playground.library.models import Generation, Image, Preset, Prompt, SourceImage
from playground.library.presets import preset_default, preset_save, preset_set_default
from playground.people.models import Membership, NoWorkspace, User, Workspace
from playground.runs.posted import posted_from
from playground.studio.draft import draft_load, draft_replace
from tests import factories

pytestmark = pytest.mark.django_db
Role = Membership.Role


def again(user: User) -> User:
    """The same person in a later request."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def ada():
    return factories.person("ada")


@pytest.fixture
def other(ada):
    """A second workspace of ada's."""
    workspace = Workspace.objects.create(name="Client work")
    ada.join(workspace, Role.MAKER)
    return workspace


def test_the_local_person_is_admin_of_the_default_workspace(owner):
    assert owner.membership.role == Role.ADMIN
    assert owner.workspace == Workspace.objects.default()
    assert again(owner).membership == User.objects.local().membership


def test_the_local_person_and_their_workspace_are_one_question(
    owner, django_assert_num_queries
):
    first, second = owner.workspace, Workspace.objects.create(name="Client work")
    owner.join(second, Role.MAKER)
    with django_assert_num_queries(1):
        assert User.objects.local().workspace == first
    owner.enter(second)
    with django_assert_num_queries(1):
        assert User.objects.local().workspace == second


def test_a_workspace_is_shared_by_its_members(ada):
    bob = User.objects.create_user("bob")
    bob.join(ada.workspace, Role.VIEWER)
    kept = factories.image(author=ada)
    assert list(Image.objects.visible_to(bob)) == [kept]
    assert kept.author == ada


def test_who_is_in_no_workspace_sees_nothing_and_can_make_nothing():
    nobody = User.objects.create_user("nobody")
    factories.image()
    for model in (Generation, Image, SourceImage, Preset, Prompt):
        assert not model.objects.visible_to(nobody).exists()
    with pytest.raises(NoWorkspace):
        factories.generation(author=nobody)


def test_nothing_crosses_from_one_workspace_to_another(ada, other):
    first = factories.image(author=ada, prompt="first")
    factories.source(author=ada)
    preset_save(author=ada, name="mine", request=first.generation.request)
    draft_replace(ada, posted_from({"prompt": "here"}))
    ada.enter(other)
    ada = again(ada)
    assert ada.workspace == other
    for model in (Generation, Image, SourceImage, Preset, Prompt):
        assert not model.objects.visible_to(ada).exists()
    assert draft_load(ada) is None
    second = factories.image(author=ada, prompt="second")
    draft_replace(ada, posted_from({"prompt": "there"}))
    assert list(Image.objects.visible_to(ada)) == [second]
    ada.enter(first.workspace)
    assert list(Image.objects.visible_to(ada)) == [first]
    assert draft_load(ada)["prompt"] == "here"


def test_a_workspace_is_left_at_once_when_the_membership_ends(ada, other):
    ada.enter(other)
    factories.image(author=ada)
    ada.memberships.filter(workspace=other).delete()
    assert again(ada).workspace != other
    assert not Image.objects.visible_to(again(ada)).exists()


def test_entering_where_one_is_no_member_changes_nothing(ada):
    ada.enter(factories.person("eve").workspace)
    assert again(ada).workspace.name == "ada"


def test_pictures_stay_when_their_author_leaves(ada):
    bob = User.objects.create_user("bob")
    bob.join(ada.workspace, Role.MAKER)
    kept = factories.image(author=bob)
    bob.delete()
    kept.refresh_from_db()
    assert kept.author is None
    assert kept.generation.author is None
    assert list(Image.objects.visible_to(ada)) == [kept]


def test_a_person_has_one_draft_a_workspace(ada):
    for prompt in ("first", "second"):
        draft_replace(ada, posted_from({"prompt": prompt}))
    assert draft_load(ada)["prompt"] == "second"
    assert ada.drafts.count() == 1


def test_one_default_preset_a_workspace(ada, other):
    request = factories.request()
    preset_set_default(preset_save(author=ada, name="one", request=request))
    ada.enter(other)
    ada = again(ada)
    assert preset_default(ada) is None
    theirs = preset_save(author=ada, name="one", request=request)
    preset_set_default(theirs)
    assert preset_default(ada) == theirs


def test_a_role_is_held_once(ada):
    ada.join(ada.workspace, Role.VIEWER)
    assert again(ada).membership.role == Role.VIEWER
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=ada, workspace=ada.workspace)


def test_who_sees_what_is_asked_once_a_request(ada, django_assert_num_queries):
    factories.image(author=ada)
    later = again(ada)
    with django_assert_num_queries(4):
        list(Image.objects.visible_to(later))
        list(Generation.objects.visible_to(later))
        list(Image.objects.visible_to(later).kept().newest())
