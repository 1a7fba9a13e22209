"""What stands in the composer while nobody has pressed the button yet.

Kept as posted text by field, so that nothing typed is lost, not even what is wrong.
"""

from datetime import timedelta

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from playground.imaging.parameters import PARAMETERS
from playground.library.models import Generation
from playground.people.models import User
from playground.runs.posted import posted_from
from playground.studio.models import Draft

VERSION = "draft_version"
# What has not changed for so long is written again, so that it is not taken for old.
SAME_FOR = timedelta(hours=1)
# The prompt of what was put aside, for the page to offer.
PUT_ASIDE = "put_aside"
# Whether what is sent begins a conversation, which the composer then goes on with.
THREAD = "thread"
# Posted text by the name of its field.
_Fields = dict[str, list[str]]
# What is posted beside the parameters.
BESIDE = ("size_custom", "scenario", "lock", THREAD)


def draft_save(user: User, posted: QueryDict) -> None:
    """Remember the composer as it was posted; no secrets, no files.

    Does nothing when the composer has been filled from elsewhere since that page
    was made: the two requests of a click that follows typing may overtake each
    other.
    """
    version, fields = posted.get(VERSION, ""), _kept(posted)
    drafts = Draft.objects.visible_to(user)
    known = drafts.first()
    if known and known.fields == fields and _age(known) < SAME_FOR:
        # Who presses the button has mostly been heard while typing: a look costs
        # much less than a write that waits for the disk.
        return
    if version.isascii() and version.isdigit():
        drafts = drafts.filter(version=int(version[:9]))
    if not drafts.update(fields=fields, saved_at=timezone.now()):
        Draft.objects.get_or_create(
            person=user, workspace=user.workspace, defaults={"fields": fields}
        )


def _age(draft: Draft) -> timedelta:
    return abs(timezone.now() - draft.saved_at)


def draft_replace(user: User, posted: QueryDict) -> None:
    """Fill the composer with something else; words that were not sent are put aside."""
    draft, _ = Draft.objects.get_or_create(person=user, workspace=user.workspace)
    fields = _kept(posted)
    prompt = _prompt(draft.fields)
    is_missed = prompt not in ("", _prompt(fields)) and prompt != _newest_prompt(user)
    Draft.objects.visible_to(user).update(
        fields=fields,
        # Once put aside they stay, until others are or they were sent.
        put_aside=draft.fields if is_missed else _unsent(user, draft.put_aside),
        version=F("version") + 1,
        saved_at=timezone.now(),
    )


def draft_bring_back(user: User) -> None:
    """Change what stands in the composer for what was put aside."""
    draft = Draft.objects.visible_to(user).first()
    if draft and draft.put_aside:
        Draft.objects.visible_to(user).update(
            fields=draft.put_aside,
            put_aside=draft.fields,
            version=F("version") + 1,
            saved_at=timezone.now(),
        )


def _prompt(fields: _Fields) -> str:
    return "".join(fields.get("prompt", [])).strip()


def _unsent(user: User, fields: _Fields | None) -> _Fields | None:
    return None if not fields or _prompt(fields) == _newest_prompt(user) else fields


def _newest_prompt(user: User) -> str:
    mine = Generation.objects.visible_to(user).made_here()
    newest = mine.filter(author=user).newest()
    return newest.values_list("prompt", flat=True).first() or ""


def _kept(posted: QueryDict) -> dict[str, list[str]]:
    # PostgreSQL takes no NUL in a text.
    names = [parameter.posted_name for parameter in PARAMETERS.values()]
    return {
        name: [value.replace("\0", "") for value in posted.getlist(name)]
        for name in (*names, *BESIDE)
        if name in posted
    }


def draft_load(user: User) -> QueryDict | None:
    """Return what was remembered, with its version and what was put aside, or None.

    One query.
    """
    draft = Draft.objects.visible_to(user).first()
    if draft is None:
        return None
    posted = posted_from(draft.fields)
    posted[VERSION] = str(draft.version)
    posted[PUT_ASIDE] = _prompt(draft.put_aside or {})
    return posted
