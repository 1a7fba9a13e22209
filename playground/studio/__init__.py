"""Asking: from a filled form to a finished generation."""
