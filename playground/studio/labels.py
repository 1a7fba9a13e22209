"""What the parameters are called on the page, and what each is about."""

# In the order of the composer: label, hint.
MAIN = {
    "quality": ("Quality", "cost and time"),
    "size": ("Size", "square is fastest"),
    "output_format": ("Format", ""),
    "background": ("Background", ""),
    "n": ("Images", "draws of the same request"),
}
MORE = {
    "partial_images": ("Previews", "see it being drawn, paid like output"),
    "output_compression": ("Compression", "0 smallest, 100 best"),
    "input_fidelity": ("Input fidelity", "high keeps faces and logos"),
    "complexity": ("Complexity", "effort of planning the picture"),
    "frame_count": ("Frames", "pictures in the animation"),
    "frame_duration_ms": ("Frame time", "milliseconds each"),
    "svg_model": ("SVG author", "the model that writes the drawing"),
    "svg_effort": ("SVG effort", "how long its author thinks"),
    "moderation": ("Moderation", "low filters less"),
    "safety_identifier": ("Safety identifier", "a hash that stands for a person"),
}
ROUTE = {
    "route": ("Route", "which API is asked"),
    "responses_model": ("Text model", "leads the conversation"),
    "action": ("Action", "make a new picture, or edit"),
}
LABELS = {**MAIN, **MORE, **ROUTE}


def label_of(name: str) -> str:
    """Return what a parameter is called; those with a place of their own by name."""
    return LABELS[name][0] if name in LABELS else name.capitalize()
