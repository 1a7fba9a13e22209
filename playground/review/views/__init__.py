"""Views of review links and comments."""
