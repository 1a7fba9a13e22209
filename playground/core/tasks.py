"""The task interface, imported in one place.

Django has its own from 6.0; then this line is the only one to change.
"""

from django_tasks import task

__all__ = ["task"]
