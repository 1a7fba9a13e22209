"""A data folder that was moved away while one runs is missed, not made anew."""

import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from playground import env
from playground.checks import check_data_dir
from playground.providers.errors import OutageError
from playground.runs import spool
from playground.runs.engines.presence import Presence
from playground.secret_key import secret_key
from playground.storing import storages as kept_in


@pytest.mark.django_db
def test_nothing_makes_an_empty_one(client, settings, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    settings.PLAYGROUND_DATA_DIR = data
    settings.STORAGES = {**settings.STORAGES, **kept_in(data)}
    default_storage.save("a.png", ContentFile(b"x"))
    shutil.move(data, tmp_path / "elsewhere")

    for name in ("default", "renditions"):
        with pytest.raises(OSError, match="data folder is gone"):
            storages[name].save("b.png", ContentFile(b"x"))
    assert not spool.spool_write_error("abcd", OutageError("x", remedy="y"), attempts=1)
    with pytest.raises(OSError, match="data folder is gone"):
        Presence("a").__enter__()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "Files cannot be written." in response.content.decode()
    assert not data.exists()


def test_neither_does_a_process_that_is_started_again(settings, tmp_path, monkeypatch):
    gone = tmp_path / "data"
    settings.PLAYGROUND_DATA_DIR = gone
    settings.STORAGES = {**settings.STORAGES, **kept_in(gone)}
    monkeypatch.delenv("PLAYGROUND_SECRET_KEY", raising=False)
    with env.running():
        with pytest.raises(ImproperlyConfigured, match="No such file or directory"):
            secret_key(gone)
        assert {it.id for it in check_data_dir(None)} == {"playground.E010"}
    assert not gone.exists()
    # At the first start it is made.
    assert not list(check_data_dir(None))
    assert secret_key(gone)
