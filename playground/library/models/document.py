"""What the search looks through: one row of words for each picture."""

from django.db import models

from playground.library.models.image import Image


class Document(models.Model):
    """All that a picture can be found by, as folded words between blanks.

    ``position`` grows with ``(created_at, id)`` of the picture. On SQLite it is the
    row of the full-text index, which gives what it finds in this order without
    sorting; see ``library.search.documents``, which alone writes here.
    """

    image = models.OneToOneField(
        Image, models.CASCADE, primary_key=True, related_name="document"
    )
    position = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                models.F("position").desc(),
                models.F("image").desc(),
                name="document_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.text
