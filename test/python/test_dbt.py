"""The dbt project builds on what examples/to_duckdb.py has written, and its own tests pass."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from conftest import EXAMPLES, Reads
from test_questions import create_views
from warehouse import DuckDb

pytestmark = pytest.mark.long


def test_dbt_build(first: Reads, tmp_path: pathlib.Path) -> None:
    database = tmp_path / "intercom.duckdb"
    shutil.copy(first.folder / "intercom.duckdb", database)
    warehouse = DuckDb(database)
    warehouse.execute("".join(f"drop view if exists {name} cascade;" for name in create_views.models))
    dbt(tmp_path, database, "build")
    results = json.loads((tmp_path / "target/run_results.json").read_text())["results"]
    assert {one["status"] for one in results} == {"success", "pass"}
    views = {row["view_name"] for row in warehouse.rows("select view_name from duckdb_views() where not internal")}
    assert views == set(create_views.models)
    dbt(tmp_path, database, "docs", "generate")
    described = json.loads((tmp_path / "target/catalog.json").read_text())["nodes"]
    assert {name.removeprefix("model.intercom.") for name in described} == views


def dbt(folder: pathlib.Path, database: pathlib.Path, *command: str) -> None:
    project = EXAMPLES / "dbt"
    options = ["--project-dir", project, "--profiles-dir", project]
    env = {
        **os.environ,
        "INTERCOM_DUCKDB": str(database),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    program = pathlib.Path(sys.executable).parent / "dbt"
    done = subprocess.run([program, *command, *options], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
