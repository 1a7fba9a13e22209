"""Prompts as one types them: one a line, with lists in braces, and what they become.

``a {linocut|gouache} of a {fox|hare}`` are four prompts, the last list turning fastest.
``\\n`` is a line break inside a prompt, ``\\{`` a brace that is meant. Braces without a
``|`` are left as they are: prompts may hold JSON.
"""

import itertools
import re
from dataclasses import dataclass

_BREAK, _OPEN, _SLASH = "\x00", "\x01", "\x02"
MOST = 5000


class BadPrompts(ValueError):
    """What was typed cannot be expanded; says where and why."""


@dataclass(frozen=True)
class Expanded:
    """The prompts, and how many lines they were typed in."""

    prompts: tuple[str, ...]
    lines: int
    repeated: int = 0

    @property
    def words(self) -> str:
        """ "2 lines became 6 prompts", "" where nothing was multiplied."""
        count = len(self.prompts)
        said = ""
        if count != self.lines - self.repeated:
            said = f"{_count(self.lines, 'line')} became {_count(count, 'prompt')}. "
        if self.repeated:
            said += f"{_count(self.repeated, 'repetition')} left out."
        return said.strip()


def expand(text: str) -> Expanded:
    """Return all prompts in order, each once. Raises ``BadPrompts``."""
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        found += _line(line.strip(), number)
        if len(found) > MOST:
            raise BadPrompts(
                f"Line {number}: the lists make more than {MOST:,} prompts."
            )
    once = tuple(dict.fromkeys(found))
    return Expanded(once, len(lines), len(found) - len(once))


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
    return prompt.replace("\r", "").replace("\n", "\\n")


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
