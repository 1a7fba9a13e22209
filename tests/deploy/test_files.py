"""What is handed out for installing: files that agree with each other and the docs.

There is no container engine here: the Dockerfile is linted, the compose file held
against the schema of its format.
"""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.test_env_docs import _documented

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
NAME = re.compile(r"\b((?:PLAYGROUND|OPENAI)_[A-Z_0-9]+|DATABASE_URL)\b")


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_dockerfile_has_no_lint():
    tool = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert tool, "hadolint is not installed."
    done = subprocess.run(
        [tool, "--no-color", "Dockerfile"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_image_is_pinned_and_runs_as_nobody_special():
    assert all(
        re.search(r":\d+\.\d+\.\d+-", line)
        for line in re.findall(r"(?m)^FROM .*", DOCKERFILE)
    )
    assert re.search(r"(?m)^USER 10001$", DOCKERFILE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE


def test_compose_starts_the_database_the_pages_and_two_workers():
    services = compose()["services"]
    assert {"db", "upgrade", "web", "worker"} <= set(services)
    assert services["worker"]["deploy"]["replicas"] == 2
    for name in ("upgrade", "web", "worker"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert all(
        re.search(r":\d", it["image"])
        for it in services.values()
        if "/" in it["image"] or "postgres" in it["image"]
    )
    assert "db" in services["upgrade"]["depends_on"]


def test_the_compose_file_is_one():
    tool = Path(sys.executable).with_name("check-jsonschema")
    command = [tool, "--builtin-schema", "vendor.compose-spec", "compose.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "path", ["Dockerfile", "compose.yaml", ".env.example", *UNITS], ids=str
)
def test_every_variable_they_name_is_documented(path):
    named = set(NAME.findall((ROOT / path).read_text(encoding="utf-8")))
    assert named <= {*_documented(), *(f"{name}_FILE" for name in _documented())}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is_and_is_shut_in(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    service = unit["Service"]
    command = service["ExecStart"].split("manage.py ")[1].split()[0]
    assert (ROOT / f"playground/management/commands/{command}.py").exists()
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"


def test_systemd_understands_the_units(tmp_path):
    """With a program that there is here in the place of the one in /opt."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed.")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        text = text.replace("/opt/image-playground/.venv/bin/python", sys.executable)
        (tmp_path / unit.name.replace("@", "@1")).write_text(text)
    names = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run(
        [tool, "verify", "--man=no", *names], capture_output=True, text=True
    )
    about_us = [line for line in done.stderr.splitlines() if "image-playground" in line]
    assert (done.returncode, about_us) == (0, [])


def test_the_container_asks_itself_whether_it_is_alive():
    done = subprocess.run(
        [sys.executable, "-m", "playground.alive"],
        cwd=ROOT,
        env={"PLAYGROUND_PORT": "9", "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "refused" in done.stderr


def test_commands_get_the_settings_of_the_units(tmp_path):
    """With programs that only tell what they were given in the place of the real ones."""
    script = (ROOT / "deploy/image-playground").read_text(encoding="utf-8")
    settings = tmp_path / "settings.env"
    settings.write_text(
        "# a comment\n\nDATABASE_URL=postgresql://a:$b%20c@/d?host=/run&x=1\nQUOTED=a b\n"
        'DOUBLE = "it\'s $HOME" \n\tSINGLE=\'a "b"\'\nPART="a" b\nEMPTY=\'\''
    )
    script = script.replace("/etc/image-playground.env", str(settings))
    script = script.replace("cd /opt/image-playground", f"cd {tmp_path}")
    (tmp_path / "runuser").write_text('#!/bin/sh\nenv\necho "$@"\n')
    (tmp_path / "runuser").chmod(0o755)
    done = subprocess.run(
        ["sh", "-c", script, "image-playground", "person", "add", "two words"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    told = done.stdout.splitlines()
    assert "DATABASE_URL=postgresql://a:$b%20c@/d?host=/run&x=1" in told
    assert "QUOTED=a b" in told
    assert {"DOUBLE=it's $HOME", 'SINGLE=a "b"', 'PART="a" b', "EMPTY="} <= {*told}
    assert "PLAYGROUND_DATA_DIR=/var/lib/image-playground" in told
    assert (
        told[-1] == "-u playground -- .venv/bin/python manage.py person add two words"
    )
