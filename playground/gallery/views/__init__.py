"""Pages of the gallery, one module each."""
