"""A parameter as a row of the table in ``docs/requests.md``."""

from typing import get_args

from playground.imaging.parameters.declaration import Parameter
from playground.imaging.routing import Endpoint


def documented(parameter: Parameter) -> str:
    """Return the row; a test holds the document to it."""
    paths = [parameter.wire.path(endpoint) for endpoint in get_args(Endpoint)]
    cells = [f"`{path}`" if path else "–" for path in paths]
    left_out = parameter.default not in (None, ()) and any(paths)
    notes = [
        f"`{parameter.default}` is left out" if left_out else "",
        parameter.note,
    ]
    note = "; ".join(part for part in notes if part)
    return f"| `{parameter.name}` | {' | '.join(cells)} | {note} |"
