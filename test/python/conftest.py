"""What the tests share: one read of the sandbox into each database by the examples, and what it held then."""

import dataclasses
import pathlib
import subprocess
import sys

import pytest

import warehouse
import workspace
from warehouse import DuckDb, Postgres, Warehouse

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@dataclasses.dataclass(frozen=True)
class Reads:
    """Where the examples have written to, and what the sandbox held when they did."""

    folder: pathlib.Path
    warehouses: dict[str, Warehouse]
    truth: dict[str, list[dict]]


def run_example(name: str, folder: pathlib.Path, **env: str) -> subprocess.Popen:
    """Starts a script of `examples/` in a process of its own, in `folder`; its output goes to a file there."""
    return subprocess.Popen(
        [sys.executable, EXAMPLES / name],
        cwd=folder,
        env={**warehouse.environment(), **env},
        stdout=(folder / f"{name}.log").open("ab"),
        stderr=subprocess.STDOUT,
    )


def read_into_both(folder: pathlib.Path) -> None:
    """Runs both examples at the same time. PyAirbyte keeps its files apart by process."""
    processes = {name: run_example(name, folder) for name in ("to_duckdb.py", "to_postgres.py")}
    for name, process in processes.items():
        log = folder / f"{name}.log"
        assert process.wait(timeout=900) == 0, log.read_text(errors="replace")[-3000:]


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Reads:
    folder = tmp_path_factory.mktemp("reads")
    read_into_both(folder)
    warehouses = {"duckdb": DuckDb(folder / "intercom.duckdb"), "postgres": Postgres()}
    return Reads(folder, warehouses, {stream: workspace.truth(stream) for stream in workspace.counts()})


@pytest.fixture(params=["duckdb", "postgres"])
def db(request: pytest.FixtureRequest, first: Reads) -> Warehouse:
    return first.warehouses[request.param]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that change the sandbox come last."""
    items.sort(key=lambda item: item.get_closest_marker("changes") is not None)
