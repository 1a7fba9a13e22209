"""What is done with pictures. Views and the worker call these, never ``save()``."""
