"""One style sheet and few scripts out of many small files, when they are collected.

There is no other step: in development the browser gets each file as it stands. Modules
become functions in the order in which they would have run, so that a name belongs to
its module as before. What several entries need goes into the first of them, which the
others import: nothing runs twice.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

STYLES = "css/app.css"
SCRIPTS = (
    "js/common.js",
    "js/app.js",
    "js/studio.js",
    "js/send-again.js",
    "js/pages/gallery.js",
    "js/bars.js",
    "js/lightbox-ground.js",
    "js/scrubber.js",
    "js/pages/figures.js",
    "js/pages/collection.js",
    "js/pages/image.js",
    "js/pages/review.js",
    "js/pages/vote.js",
    "js/elements/compare/index.js",
    "js/elements/mask-painter/element.js",
)

# Text of a file by its name below the static folder.
Read = Callable[[str], str]

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS_IMPORT = re.compile(r'@import\s+"([^"]+)"(?:\s+layer\((\w+)\))?;\s*')
_CSS_URL = re.compile(r"""url\(\s*["']?(?!data:|#|/|https?:)([^"')]+)["']?\s*\)""")
_IMPORT = re.compile(
    r"""^import\s+(?:\{([^}]*)\}\s+from\s+)?["']([^"']+)["'];[ \t]*$""", re.M
)
_PASSED_ON = re.compile(r"""^export\s+\{([^}]*)\}\s+from\s+["']([^"']+)["'];""", re.M)
_EXPORTED = re.compile(
    r"^export\s+((?:async\s+)?function\*?|class|const|let)\s+(\w+)", re.M
)
_LATER = re.compile(r"""\bimport\(\s*["'](\.[^"']+)["']\s*\)""")
_UNKNOWN = re.compile(r"^(?:export|import)\b(?!\().*$", re.M)
_INDENT = re.compile(r"(?m)^[ \t]*\n|^[ \t]+")
# After or before these a new line means nothing, unless it ends a comment.
_LINE_GOES_ON = re.compile(r"^((?:(?!//).)*)(?:(?<=[{;,(\[])\n|\n(?=[})\].]))", re.M)
_COMMENT_LINE = re.compile(r"^\s*(?://[^\n]*|/\*\*.*?\*/[ \t]*$)\n?", re.M | re.S)


class CannotBundle(ValueError):
    """A file says something that this bundler was not made for."""


def styles(read: Read, name: str = STYLES) -> str:
    """Return the style sheet with all that it imports in its place."""

    def inlined(match: re.Match[str]) -> str:
        target = _beside(name, match[1])
        text = _moved(styles(read, target), target, name)
        return f"@layer {match[2]}{{{text}}}\n" if match[2] else text

    text = _COMMENT.sub("", read(name))
    return re.sub(r"\s*\n\s*", "\n", _CSS_IMPORT.sub(inlined, text))


def _moved(text: str, source: str, target: str) -> str:
    """Let relative addresses of one style sheet be true in another folder."""

    def address(match: re.Match[str]) -> str:
        absolute = _beside(source, match[1])
        return f'url("{posixpath.relpath(absolute, posixpath.dirname(target))}")'

    return _CSS_URL.sub(address, text)


def _beside(name: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))


@dataclass
class _Module:
    name: str
    imports: list[str]
    body: str
    exports: dict[str, str] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        return "$" + re.sub(r"\W", "_", self.name.removeprefix("js/"))[:-3]

    def text(self, entry: str) -> str:
        """Return it as a function that has run once."""
        body = _LATER.sub(
            lambda match: f'import("{_from(entry, _beside(self.name, match[1]))}")',
            self.body,
        )
        if not self.exports:
            return f"(() => {{\n{body}\n}})();\n"
        given = ", ".join(
            name if name == value else f"{name}: {value}"
            for name, value in self.exports.items()
        )
        return f"const {self.variable} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n"


def _from(entry: str, target: str) -> str:
    path = posixpath.relpath(target, posixpath.dirname(entry))
    return path if path.startswith(".") else f"./{path}"


def _module(read: Read, name: str) -> _Module:
    text = _COMMENT_LINE.sub("", read(name))
    module = _Module(name, [], "")

    def variable(relative: str) -> str:
        target = _beside(name, relative)
        if target not in module.imports:
            module.imports.append(target)
        return _Module(target, [], "").variable

    def imported(match: re.Match[str]) -> str:
        source = variable(match[2])
        names = re.sub(r"\s+as\s+", ": ", match[1] or "").strip()
        return f"const {{ {names} }} = {source};" if names else ""

    def passed_on(match: re.Match[str]) -> str:
        source = variable(match[2])
        for part in filter(None, map(str.strip, match[1].split(","))):
            before, _, after = part.partition(" as ")
            module.exports[(after or before).strip()] = f"{source}.{before.strip()}"
        return ""

    def exported(match: re.Match[str]) -> str:
        module.exports[match[2]] = match[2]
        return f"{match[1]} {match[2]}"

    text = _PASSED_ON.sub(passed_on, text)
    text = _IMPORT.sub(imported, text)
    text = _EXPORTED.sub(exported, text)
    if strange := _UNKNOWN.search(text):
        raise CannotBundle(f"{name}: {strange[0]}")
    module.body = _flush_left(text.strip())
    return module


def _flush_left(text: str) -> str:
    """Take indentation and empty lines away, unless a template string spans lines."""
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _LINE_GOES_ON.sub(r"\1", _INDENT.sub("", text))


def scripts(read: Read, entries: tuple[str, ...] = SCRIPTS) -> dict[str, str]:
    """Return the text of each entry; the first holds what others share."""
    modules: dict[str, _Module] = {}
    orders = {entry: _order(read, entry, modules) for entry in entries}
    first, *others = entries
    common = list(orders[first])
    for entry in others:
        for name in orders[entry]:
            uses = sum(name in orders[other] for other in others)
            if uses > 1 and name not in common:
                common.append(name)
    bundles = {first: _bundle(first, common, modules)}
    shared = [name for name in common if modules[name].exports]
    listed = ", ".join(modules[name].variable for name in shared)
    bundles[first] += f"export {{ {listed} }};\n"
    for entry in others:
        own = [name for name in orders[entry] if name not in common]
        needed = dict.fromkeys(
            modules[source].variable
            for name in own
            for source in modules[name].imports
            if source in shared
        )
        head = f'import {{ {", ".join(needed)} }} from "{_from(entry, first)}";\n'
        bundles[entry] = head + _bundle(entry, own, modules)
    return _briefly(bundles, [module.variable for module in modules.values()])


def _briefly(bundles: dict[str, str], variables: list[str]) -> dict[str, str]:
    """Give the modules names of a letter or two, the same in all bundles."""
    short = {name: f"${index}" for index, name in enumerate(variables)}
    names = re.compile("|".join(rf"{re.escape(name)}\b" for name in variables))
    return {
        entry: names.sub(lambda match: short[match[0]], text)
        for entry, text in bundles.items()
    }


def _order(read: Read, entry: str, modules: dict[str, _Module]) -> list[str]:
    """Return an entry and all that it imports, each after what it needs itself."""
    found: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise CannotBundle(f"{name} imports itself: {' → '.join(path)}")
        if name not in modules:
            modules[name] = _module(read, name)
        for source in modules[name].imports:
            visit(source, (*path, name))
        if name not in found:
            found.append(name)

    visit(entry, ())
    return found


def _bundle(entry: str, names: list[str], modules: dict[str, _Module]) -> str:
    return "".join(modules[name].text(entry) for name in names)
