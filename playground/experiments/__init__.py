"""Experiments: one variable on purpose, several draws, votes, and a verdict."""
