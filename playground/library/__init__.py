"""Keeping: calls, pictures, sources, and how they are found and compared."""
