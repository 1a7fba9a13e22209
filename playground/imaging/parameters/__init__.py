"""One home for every parameter: form, rules, wire, pages and documents read it.

``PARAMETERS`` holds one declaration each. Nothing else lists their names.
"""

from playground.imaging.parameters.contents import FILES, PROMPT
from playground.imaging.parameters.declaration import Parameter, Wire, everywhere
from playground.imaging.parameters.routes import ROUTE
from playground.imaging.parameters.settings import MAIN, MODEL, MORE, short_size
from playground.imaging.parameters.table import Table

__all__ = ["PARAMETERS", "Parameter", "Table", "Wire", "everywhere", "short_size"]

PARAMETERS = Table((PROMPT, MODEL, *MAIN, *MORE, *ROUTE, *FILES))
