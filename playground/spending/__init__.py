"""The books: what was spent, on what, by whom."""
