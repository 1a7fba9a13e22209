"""Parts that any page may use; no models, no knowledge of images or money."""
