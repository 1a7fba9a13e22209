"""One request to the composer: what was posted, read, changed and checked."""

from typing import IO, cast

from django.http import QueryDict

from playground.catalog import ProviderKind
from playground.core.clock import today
from playground.imaging.context import RequestContext
from playground.imaging.ending import ended
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest, difference
from playground.imaging.rule_types import Problem
from playground.library.differences import changes
from playground.library.models import Generation, Preset, SourceImage
from playground.library.presets import lockable, preset_apply, preset_default
from playground.library.sources import source_add
from playground.library.uploads import UnusableSource
from playground.people.http import Request
from playground.providers.client import current_provider
from playground.runs.judging import context_with
from playground.runs.posted import (
    CUSTOM_SIZE,
    posted_name,
    posted_request,
    read_posted,
)
from playground.runs.submitting import conversation_problems
from playground.studio.asking import Total
from playground.studio.chips import chips
from playground.studio.draft import THREAD, VERSION, draft_save
from playground.studio.recalling import recall_keep, told_by
from playground.studio.settling import settle
from playground.studio.turns import turn_after

# Of files that come at once: far more than a request can take.
MAX_TAKEN = 100


class Composing:
    """Reads a posted composer, or starts a new one when ``posted`` is None."""

    def __init__(self, request: Request, posted: QueryDict | None) -> None:
        self.user = request.user
        self.session = request.session
        self.day = today()
        self.place = current_provider()
        self.provider: ProviderKind = self.place.kind
        self._judged: RequestContext | None = None
        self.notes: tuple[str, ...] = ()
        self.errors: dict[str, str] = {}
        # The preset whose name the settings were to get.
        self.preset_taken: Preset | None = None
        # What has to be confirmed before it is sent.
        self.confirm: Total | None = None
        # What it costs by now, where that is more than the button said.
        self.grown: Total | None = None
        self.read(posted if posted is not None else QueryDict())
        if posted is None:
            self._begin()

    def read(self, posted: QueryDict) -> None:
        """Take over what was posted; unreadable values become errors."""
        self.raw = posted
        self.version = posted.get(VERSION) or "0"
        self.locks = lockable(posted.getlist("lock"))
        self.form = read_posted(posted, self.user)
        self.request: ImageRequest = self.form.request
        self.errors |= self.form.problems

    def _begin(self) -> None:
        """Start with something safe whose price is known, or the default preset."""
        self.request = self.request.changed(size="1024x1024", quality="medium")
        preset = preset_default(self.user)
        if preset is not None:
            self.request = preset_apply(preset, self.request)
            self.locks = list(preset.locks)
        self.request = settle(self.judged)[0].request

    @property
    def judged(self) -> RequestContext:
        """What the request is judged and priced by; worked out once for each."""
        files = {
            file.sha256: file
            for role in self.form.files_by_role.values()
            for file in role
        }
        made = context_with(self.request, files)
        known = self._judged
        # What is known holds for the same files only, in the same order.
        if known is None or (known.sources, known.mask, known.markup) != (
            made.sources,
            made.mask,
            made.markup,
        ):
            known = made
        self._judged = known.of(self.request)
        return self._judged

    @property
    def sources(self) -> list[SourceImage]:
        """Those that were found, in the order in which they are sent."""
        return self.form.files_by_role.get("image", [])

    def one_file(self, role: str) -> SourceImage | None:
        """The mask or the markup; None without one."""
        return next(iter(self.form.files_by_role.get(role, [])), None)

    @property
    def composed(self) -> str:
        """What decides which settings are legal: a change of it puts others back."""
        return " ".join(
            str(getattr(self.request, each.name)) for each in PARAMETERS.leading
        )

    @property
    def begins_thread(self) -> bool:
        """Whether a conversation was asked for, of which this is the first turn."""
        is_asked = bool(self.raw.get(THREAD)) and not self.request.previous
        return is_asked and self.judged.routing.route == "responses"

    def go_on_from(self, run: Generation) -> None:
        """Fill in the next turn of the conversation that a run is part of."""
        if self.request.previous or self.begins_thread:
            self.replace(turn_after(run, settings=self.request))
            self.keep_draft()

    def settle(self, before: str = "") -> None:
        """Put back what the newly chosen model, route or format does not take.

        Where ``before``, the earlier ``composed``, shows that only the format is
        new, what was wrong already stays as it was typed.
        """
        keep = set(self.locks)
        names = [each.name for each in PARAMETERS.leading]
        earlier = dict(zip(names, before.split(" "), strict=False))
        new = [
            name for name in names if getattr(self.request, name) != earlier.get(name)
        ]
        if new == ["output_format"] and len(earlier) == len(names):
            found = self.judged.changed(**earlier).problems
            keep |= {problem.field for problem in found}
        settled, notes = settle(self.judged, keep=keep)
        self.request = settled.request
        self.notes = (*self.notes, *notes)

    def replace(self, request: ImageRequest, *, keeps_thread: bool = False) -> None:
        """Take another request into the composer; locked settings stay."""
        locked = {name: getattr(self.request, name) for name in self.locks}
        posted = posted_request(request.changed(**locked), self.user)
        posted.setlist("lock", self.locks)
        posted["scenario"] = self.raw.get("scenario", "")
        if keeps_thread:
            posted[THREAD] = self.raw.get(THREAD, "")
        posted[VERSION] = self.version
        self.errors = {}
        self.read(posted)

    def take_successors(self) -> None:
        """Take what has come in the place of models that have ended, locked or not."""
        here = self.judged
        found = ended(self.request, day=here.day, provider=here.provider)
        if found:
            self.locks = [name for name in self.locks if name not in found.changes]
            self.request = self.request.changed(**found.changes)
            self.errors = {}
            self.settle()

    def load_preset(self, preset: Preset) -> None:
        """Load a preset's settings and locks, and note what that changed."""
        before = self.request
        wanted = preset_apply(preset, before, locked=self.locks)
        kept = [
            PARAMETERS.said(name)
            for name in difference(wanted, preset_apply(preset, before))
            if name in self.locks
        ]
        self.replace(wanted, keeps_thread=True)
        self.locks = [*dict.fromkeys([*self.locks, *preset.locks])]
        self.settle()
        changed = ", ".join(
            f"{chip.label} {chip.before} → {chip.after}"
            for chip in chips(changes(before, self.request))
        )
        note = f"“{preset.name}” loaded: {changed or 'nothing changed'}."
        if kept:
            note += f" Locked, and left as it was: {', '.join(kept)}."
        self.notes = (note, *self.notes)

    def take_files(self, request: Request) -> None:
        """Keep files that came with the form itself."""
        for role in ("image", "mask", "markup"):
            uploads = request.FILES.getlist(role)
            for upload in uploads[:MAX_TAKEN]:
                try:
                    source = source_add(
                        author=self.user,
                        file=cast(IO[bytes], upload.file),
                        name=upload.name or "",
                        as_mask=role != "image",
                    )
                except UnusableSource as error:
                    self.errors[role] = str(error)
                    continue
                self._attach(role, source)
                if role == "image":
                    told = told_by(self.user, cast(IO[bytes], upload.file))
                    recall_keep(self.session, source, told)
            if len(uploads) > MAX_TAKEN:
                self.errors[role] = (
                    f"Only the first {MAX_TAKEN} files were looked at, from "
                    f"{uploads[0].name} on. A request takes 16 at most."
                )

    def _attach(self, role: str, source: SourceImage) -> None:
        files = self.form.files_by_role.setdefault(role, [])
        if role == "image":
            if source not in files:
                files.append(source)
            digests = tuple(item.sha256 for item in files)
            self.request = self.request.changed(sources=digests)
        else:
            files[:] = [source]
            self.request = self.request.changed(**{role: source.sha256})

    def check(self) -> bool:
        """Add what the rules find; return True when nothing is wrong."""
        self.refuse(self._found())
        return not self.errors

    def warn(self) -> None:
        """Show what would be refused, but for what may just not be typed yet."""
        # A turn may be written while the one before is drawn.
        later = {"prompt", "previous"}
        if self.request.size == CUSTOM_SIZE:
            later.add("size")
        found = self._found()
        self.refuse(tuple(problem for problem in found if problem.field not in later))

    def _found(self) -> tuple[Problem, ...]:
        spoken = conversation_problems(self.request, self.user, self.place)
        return (*self.judged.problems, *spoken)

    def refuse(self, found: tuple[Problem, ...]) -> None:
        """Put problems at the fields of the form; the first one of a field stays."""
        for problem in found:
            self.errors.setdefault(posted_name(problem.field), problem.message)

    def as_posted(self) -> QueryDict:
        """Return the composer as it would be posted.

        While something in it is wrong, that is what was posted.
        """
        if self.errors:
            return self.raw
        kept = posted_request(self.request, self.user)
        kept["scenario"] = self.raw.get("scenario", "")
        if self.begins_thread:
            kept[THREAD] = "1"
        kept[VERSION] = self.version
        kept.setlist("lock", self.locks)
        return kept

    def keep_draft(self) -> None:
        """Write what was posted as the person's draft, whether it is legal or not."""
        draft_save(self.user, self.as_posted())

    def keep_files(self) -> None:
        """Remember the files that were taken, whatever else is wrong."""
        posted = self.raw.copy()
        for role, files in self.form.files_by_role.items():
            posted.setlist(role, [source.code for source in files])
        draft_save(self.user, posted)

    @property
    def is_simulator(self) -> bool:
        return self.provider == "simulator"
