"""What the start finds out, and that it says what to do."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from playground import checks, provider_checks
from playground.core.hosts import is_loopback


def _ids() -> set[str]:
    return {problem.id for problem in run_checks(databases=["default"])}


@pytest.mark.django_db
def test_all_is_well_as_it_comes():
    assert run_checks(databases=["default"]) == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.8.8", "localhost", "app.localhost", "::1", "[::1]"]
)
def test_loopback_is_recognised(host):
    assert is_loopback(host)
    assert checks.exposure(host) == []


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "192.168.1.5", "example.org", "localhost.example.org"]
)
def test_anything_else_is_refused_without_accounts(host):
    assert "playground.E001" in {problem.id for problem in checks.exposure(host)}


def test_a_public_name_is_refused_without_accounts(settings):
    settings.PLAYGROUND_ALLOWED_HOSTS = ["images.example.org"]
    assert "playground.E001" in {problem.id for problem in checks.exposure("127.0.0.1")}


def test_a_public_installation_says_what_is_missing(settings, monkeypatch):
    settings.PLAYGROUND_ACCOUNTS = True
    missing = {problem.id for problem in checks.exposure("0.0.0.0")}
    assert missing == {"playground.E002", "playground.E004"}
    settings.PLAYGROUND_ALLOWED_HOSTS = ["pictures.example.org"]
    assert {problem.id for problem in checks.exposure("0.0.0.0")} == {"playground.E002"}

    monkeypatch.setenv("PLAYGROUND_SECRET_KEY", "x" * 60)
    assert checks.exposure("0.0.0.0") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("PLAYGROUND_HOST", "0.0.0.0", "playground.E001"),
        ("OPENAI_API_KEY", '"sk-quoted"', "playground.E020"),
        ("OPENAI_API_KEY", "sk-two\nlines", "playground.E020"),
        ("OPENAI_BASE_URL", "localhost:8080/v1", "playground.E021"),
        ("OPENAI_BASE_URL", "http://exa mple.org/v1", "playground.E021"),
        (
            "OPENAI_BASE_URL",
            "https://a.example/v1/images/generations",
            "playground.E026",
        ),
        ("OPENAI_BASE_URL", "https://a.example/v1/responses/", "playground.E026"),
        ("OPENAI_BASE_URL", "https://eu.api.openai.com", "playground.E027"),
        (
            "PLAYGROUND_ALLOWED_HOSTS",
            ["https://images.example.org"],
            "playground.E003",
        ),
        ("PLAYGROUND_ALLOWED_HOSTS", ["images.example.org:8443"], "playground.E003"),
        ("OPENAI_ORG_ID", "org-1", "playground.W020"),
        ("OPENAI_ORG_ID", "org\nEvil: x", "playground.E022"),
        ("OPENAI_PROJECT_ID", "proj_é", "playground.E022"),
        ("PLAYGROUND_DEFAULT_MODEL", "gpt-imge-2", "playground.E030"),
        ("PLAYGROUND_DEFAULT_MODEL", "gpt-image-1", "playground.W031"),
    ],
)
def test_a_setting_that_cannot_work_is_found(settings, name, value, found):
    setattr(settings, name, value)
    assert found in _ids()


@pytest.mark.django_db
def test_a_key_in_the_clear_is_warned_about(settings):
    settings.OPENAI_API_KEY = "sk-x"
    settings.OPENAI_BASE_URL = "http://images.example.org/v1"
    assert _ids() == {"playground.W021"}

    settings.OPENAI_BASE_URL = "http://127.0.0.1:8080/v1"
    assert _ids() == set()


@pytest.mark.django_db
def test_the_successor_of_a_model_that_is_gone_is_named(settings):
    settings.PLAYGROUND_DEFAULT_MODEL = "gpt-image-1"
    problem = next(
        found
        for found in provider_checks.check_default_model(None)
        if found.id == "playground.W031"
    )
    assert "2026-10-23" in problem.hint
    assert "successor" in problem.hint


@pytest.mark.django_db
def test_a_compatible_server_may_have_models_that_nobody_knows(settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:8080/v1"
    settings.PLAYGROUND_DEFAULT_MODEL = "flux"
    assert _ids() == set()


@pytest.mark.django_db
def test_a_data_folder_that_cannot_be_written_is_found(settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.PLAYGROUND_DATA_DIR = tmp_path / "file"
    problem = next(iter(checks.check_data_dir(None)))

    assert problem.id == "playground.E010"
    assert "PLAYGROUND_DATA_DIR" in problem.hint


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ALL_PROXY", "https_proxy"])
def test_a_socks_proxy_without_support_is_found_at_the_start(
    settings, monkeypatch, name
):
    monkeypatch.setenv(name, "socks5://127.0.0.1:1080")
    assert "playground.E024" not in _ids()
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    assert "playground.E024" in _ids()


@pytest.mark.django_db
def test_what_stops_the_http_client_is_found_at_the_start(settings, monkeypatch):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    assert "playground.E028" in _ids()


@pytest.mark.django_db
def test_an_address_with_a_query_is_found_at_the_start(settings):
    settings.OPENAI_BASE_URL = "https://a.example/openai/v1?api-version=preview"
    assert "playground.E023" in _ids()


@pytest.mark.django_db
def test_an_engine_that_this_database_cannot_carry_is_refused(settings):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL carries both.")
    settings.PLAYGROUND_ENGINE = "procrastinate"
    assert _ids() == {"playground.E050"}
