"""What surrounds the pages: the frame, health, and the models page."""
