"""What rows of the books are called."""

from playground.spending.figures import Row


def test_a_size_reads_as_on_every_other_page():
    assert Row("gpt-image-2 · low · 1024x1024").label == "gpt-image-2 · low · 1024×1024"
    assert Row("2026-11-26").label == "2026-11-26"
    assert Row("").label == ""
