"""Keeping: every picture with its parameters, files and cost."""
