"""A WSGI application that speaks the image API's wire format, and its painter.

The product reaches it through the setting ``PLAYGROUND_SIMULATOR``, over the wire
format alone: two readings of the same reference that check each other.
"""
