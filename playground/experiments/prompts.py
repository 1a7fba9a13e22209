"""Prompts as one types them: one a line, with lists in braces, and what they become.

``a {linocut|gouache} of a {fox|hare}`` are four prompts, the last list turning fastest.
``\\n`` is a line break inside a prompt, ``\\{`` a brace that is meant. Braces without a
``|`` are left as they are: prompts may hold JSON.

Beside that a text can be replaced by several others: each line that has it becomes one
for each of them, in their order, before its lists are read.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from playground.core.units import count_text

_BREAK, _OPEN, _SLASH = "\x00", "\x01", "\x02"
MOST = 5000
# No line becomes longer than three prompts may be.
LONGEST = 100_000


class BadPrompts(ValueError):
    """What was typed cannot be expanded; says where and why."""

    def __init__(self, message: str, *, field: str = "prompts") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Replacing:
    """A text of the prompts, and what comes in its place."""

    text: str = ""
    by: tuple[str, ...] = ()

    def lines(self, lines: list[str]) -> Iterator[tuple[int, str]]:
        """Yield all lines with their numbers. Raises ``BadPrompts``.

        One by one: all together may be more than any memory holds.
        """
        numbered = enumerate(lines, 1)
        if not self.text and not self.by:
            yield from numbered
            return
        if not self.text:
            raise BadPrompts("Say which text they come in place of.", field="find")
        if not self.by:
            raise BadPrompts(
                f"Write what comes in place of “{self.text}”, one a line.",
                field="replace",
            )
        if not self.count(lines):
            raise BadPrompts(
                f"“{self.text}” is in none of the prompts, written exactly like this.",
                field="find",
            )
        for number, line in numbered:
            times = line.count(self.text)
            for one in self.by if times else (self.text,):
                if len(line) + times * (len(one) - len(self.text)) > LONGEST:
                    raise BadPrompts(
                        f"Line {number} would become longer than {LONGEST:,} "
                        "characters.",
                        field="replace",
                    )
                yield number, line.replace(self.text, one)

    def count(self, lines: list[str]) -> int:
        """In how many lines the text stands."""
        return sum(self.text in line for line in lines)

    def words(self, lines: list[str]) -> str:
        """What it does, as a sentence, with how many lines stay as they are."""
        found, texts = self.count(lines), count_text(len(self.by), "text")
        lines_of = count_text(len(lines), "line")
        said = f"“{self.text}” is replaced by {texts} in {found} of {lines_of}"
        return f"{said}." if found == len(lines) else f"{said}; the others stay."


def replacing(text: str, by: str) -> Replacing:
    """Read what was typed: the text, and one replacement a line."""
    lines = [line.strip() for line in by.replace("\r", "").split("\n")]
    return Replacing(text.strip(), tuple(dict.fromkeys(filter(None, lines))))


@dataclass(frozen=True)
class Expanded:
    """The prompts, and how many lines they were typed in."""

    prompts: tuple[str, ...]
    lines: int
    repeated: int = 0
    replaced: str = ""

    @property
    def words(self) -> str:
        """ "2 lines became 6 prompts", "" where nothing was multiplied."""
        count = len(self.prompts)
        said = f"{self.replaced} " if self.replaced else ""
        if count != self.lines - self.repeated:
            said += f"{count_text(self.lines, 'line')} became {count_text(count, 'prompt')}. "
        if self.repeated:
            said += f"{count_text(self.repeated, 'repetition')} left out."
        return said.strip()


def expand(text: str, replaced: Replacing | None = None) -> Expanded:
    """Return all prompts in order, each once. Raises ``BadPrompts``."""
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    replaced = replaced or Replacing()
    found: list[str] = []
    for number, line in replaced.lines(lines):
        found += _line(line.strip(), number)
        if len(found) > MOST:
            raise BadPrompts(
                f"Line {number}: the lists make more than {MOST:,} prompts."
            )
    once = tuple(dict.fromkeys(found))
    said = replaced.words(lines) if replaced.text else ""
    return Expanded(once, len(lines), len(found) - len(once), said)


def _line(line: str, number: int) -> list[str]:
    hidden = line.replace("\\\\", _SLASH).replace("\\{", _OPEN).replace("\\n", _BREAK)
    parts: list[list[str]] = []
    count = 1
    at = 0
    while (start := hidden.find("{", at)) >= 0:
        end = hidden.find("}", start)
        if end < 0:
            raise BadPrompts(
                f"Line {number}: the {{ at character {start + 1} has no }}. Close it, "
                "or write \\{ where a brace is meant."
            )
        inner = hidden[start + 1 : end]
        if "|" not in inner:
            parts.append([hidden[at : end + 1]])
        elif "{" in inner:
            raise BadPrompts(
                f"Line {number}: a list inside a list cannot be read. Write the "
                "combinations out, one a line."
            )
        else:
            parts.append([hidden[at:start]])
            parts.append([choice.strip() for choice in inner.split("|")])
            count *= len(parts[-1])
        at = end + 1
        if count > MOST:
            raise BadPrompts(
                f"Line {number}: the lists make more than {MOST:,} prompts."
            )
    parts.append([hidden[at:]])
    made = [_shown("".join(choice)) for choice in itertools.product(*parts)]
    # An empty choice leaves two blanks where there was a word.
    return [re.sub(r" {2,}", " ", text) for text in made] if count > 1 else made


def _shown(text: str) -> str:
    return text.replace(_BREAK, "\n").replace(_OPEN, "{").replace(_SLASH, "\\").strip()


def typed(prompt: str) -> str:
    """Return a prompt as a line that expands to it alone."""
    return (
        prompt.replace("\\", "\\\\")
        .replace("{", "\\{")
        .replace("\r", "")
        .replace("\n", "\\n")
    )


def one_line(prompt: str) -> str:
    """Return what stands in a composer as one line; its lists stay lists."""
    return prompt.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")
