"""Files that somebody brings to the composer, for the tests in this folder."""

from io import BytesIO

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow


def add(client, name, data, role="image"):
    return client.post(
        "/sources/",
        {"prompt": "keep me", role: SimpleUploadedFile(name, data, "image/png")},
        headers={"HX-Request": "true", "HX-Target": "composer-fields"},
    )


def saved(picture, format, **options):  # noqa: A002
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def stored(source):
    with default_storage.open(source.file) as file:
        return Pillow.open(BytesIO(file.read()))


def noise(size, mode="RGB"):
    return Pillow.effect_noise(size, 90).convert(mode)
