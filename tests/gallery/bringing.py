"""Bringing files as a person does, and archives to bring."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

URL = "/gallery/import/"


def bring(client, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(URL, {"file": sent}, follow=True)


def zipped(**entries):
    return archive_of(entries.items())


def archive_of(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file.getvalue()
