"""What was done with people, money and other people's things: written, never changed."""

from typing import Any

from playground.people.models import AuditEntry, User, Workspace

TABLE = "people_auditentry"
WORDS = "The audit log is append-only."
MAX_WHAT = 300


def note(
    action: str,
    *,
    by: User | None = None,
    workspace: Workspace | None = None,
    about: User | None = None,
    what: str = "",
    ip: str | None = None,
) -> AuditEntry:
    """Write one line. Names are kept as text too, so that it outlives the person.

    It stands in the workspace that is named, else in that of the person, else in the
    first one, whose admins run the installation.
    """
    if workspace is None:
        held = by.membership if by else None
        workspace = held.workspace if held else Workspace.objects.default()
    values: dict[str, Any] = {
        "action": action,
        "by": by,
        "by_name": by.get_username() if by else "",
        "about_name": about.get_username() if about else "",
        "workspace": workspace,
        "what": what.strip()[:MAX_WHAT],
        "ip": ip,
    }
    return AuditEntry.objects.create(**values)
