"""A WSGI application that speaks the image API's wire format, and its painter."""
