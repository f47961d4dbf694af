"""The small examples, and PyAirbyte's own check of a connector, on the executable and on the image."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import duckdb
import pytest

import warehouse
import workspace
from conftest import ROOT, run_example

IMAGE = "source-intercom/source-intercom:dev"


def validate(connector: str, folder: pathlib.Path, **env: str) -> str:
    config = folder / "config.json"
    config.write_text(json.dumps({"access_token": os.environ["INTERCOM_ACCESS_TOKEN"]}))
    command = [pathlib.Path(sys.executable).parent / "pyab", "validate", "--connector", connector, "--config", config]
    done = subprocess.run(
        command, cwd=folder, env={**warehouse.environment(), **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_pyairbyte_validates_the_executable(tmp_path: pathlib.Path) -> None:
    output = validate(str(ROOT / "bin/source-intercom"), tmp_path)
    assert "Connection check succeeded" in output


def test_pyairbyte_rejects_a_wrong_token(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "wrong")
    with pytest.raises(AssertionError, match="access token"):
        validate(str(ROOT / "bin/source-intercom"), tmp_path)


def test_the_offline_example_calls_no_other_host(tmp_path: pathlib.Path) -> None:
    """It sets the offline mode itself. The proxy that everything else would have to go through does not exist."""
    nowhere = {
        "AIRBYTE_OFFLINE_MODE": "",
        "DO_NOT_TRACK": "",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }
    process = run_example("to_duckdb_offline.py", tmp_path, **nowhere)
    log = tmp_path / "to_duckdb_offline.py.log"
    assert process.wait(timeout=300) == 0, log.read_text()[-3000:]
    with duckdb.connect(str(tmp_path / "intercom_offline.duckdb")) as connection:
        [[companies]] = connection.execute("select count(*) from companies").fetchall()
    assert companies == len(workspace.truth("companies"))


def has_image() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, check=False).returncode == 0


needs_image = pytest.mark.skipif(not has_image(), reason="needs a Docker engine with the image")


@pytest.fixture
def docker_environment(tmp_path: pathlib.Path) -> dict[str, str]:
    """A `docker` first on PATH lets containers reach the sandbox, and is docker otherwise."""
    wrapper = tmp_path / "bin" / "docker"
    wrapper.parent.mkdir()
    wrapper.write_text(
        f'#!/bin/sh\n[ "$1" = run ] || exec {shutil.which("docker")} "$@"\nshift\n'
        f'exec {shutil.which("docker")} run --network=host -e INTERCOM_API_URL="$INTERCOM_API_URL" "$@"\n'
    )
    wrapper.chmod(0o755)
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o777)
    return {"PATH": f"{wrapper.parent}:{os.environ['PATH']}", "AIRBYTE_TEMP_DIR": str(shared)}


@needs_image
def test_pyairbyte_validates_the_image(tmp_path: pathlib.Path, docker_environment: dict[str, str]) -> None:
    output = validate(IMAGE, tmp_path, **docker_environment)
    assert "Connection check succeeded" in output


@needs_image
def test_pyairbyte_reads_with_the_image(tmp_path: pathlib.Path, docker_environment: dict[str, str]) -> None:
    script = tmp_path / "read.py"
    script.write_text(
        "import os, airbyte as ab\n"
        'config = {"access_token": os.environ["INTERCOM_ACCESS_TOKEN"]}\n'
        f'source = ab.get_source("source-intercom", docker_image="{IMAGE}", config=config, streams=["companies"])\n'
        "source.check()\n"
        'result = source.read(cache=ab.DuckDBCache(db_path="image.duckdb"))\n'
        "print(result.processed_records)\n"
    )
    env = {**warehouse.environment(), **docker_environment}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith(str(len(workspace.truth("companies"))))
