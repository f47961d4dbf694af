"""The tables of a first read are the workspace: every row of every stream, by key, each column of its declared type."""

import json

import pytest

from conftest import ROOT, Reads
from warehouse import Warehouse

CATALOG = json.loads((ROOT / "integration_tests/configured_catalog.json").read_text())
# Reports are streams only where the configuration names their datasets, and the examples name none.
STREAMS = {
    item["stream"]["name"]: item["stream"]
    for item in CATALOG["streams"]
    if not item["stream"]["name"].startswith("report_")
}
TYPES = {
    "string": {"varchar", "character varying"},
    "integer": {"bigint"},
    "number": {"decimal(38,9)", "numeric"},
    "boolean": {"boolean"},
    "object": {"json"},
    "array": {"json"},
}


# Columns that the connector converts: see the streams' `conversions` in src/streams/.
ASSIGNEES = {"admin_assignee_id", "team_assignee_id"}
CONVERTED = {"admins": {"avatar"}, "conversations": {"priority", *ASSIGNEES}, "tickets": ASSIGNEES}


def key_of(row: dict, stream: str) -> tuple[str, ...]:
    return tuple(str(row[path[0]]) for path in STREAMS[stream]["source_defined_primary_key"])


def test_all_streams_are_there(db: Warehouse) -> None:
    tables = {row["stream_name"] for row in db.rows("select stream_name from _airbyte_streams")}
    assert tables == set(STREAMS)


@pytest.mark.parametrize("stream", STREAMS)
def test_rows(db: Warehouse, first: Reads, stream: str) -> None:
    rows = [key_of(row, stream) for row in db.rows(f"select * from {stream.lower()}")]
    assert sorted(rows) == sorted(key_of(row, stream) for row in first.truth[stream])


@pytest.mark.parametrize("stream", STREAMS)
def test_types(db: Warehouse, stream: str) -> None:
    types = db.types(stream.lower())
    for column, schema in STREAMS[stream]["json_schema"]["properties"].items():
        declared = (
            next(one for one in schema["type"] if one != "null") if isinstance(schema["type"], list) else schema["type"]
        )
        assert types[column.lower()] in TYPES[declared], column


@pytest.mark.parametrize("stream", STREAMS)
def test_values(db: Warehouse, first: Reads, stream: str) -> None:
    """Text, numbers and booleans are those of the API wherever the connector does not convert them."""
    found = {key_of(row, stream): row for row in db.rows(f"select * from {stream.lower()}")}
    different = set()
    for sent in first.truth[stream]:
        row = found[key_of(sent, stream)]
        for column, value in sent.items():
            if column.lower() in row and isinstance(value, str | int | float) and not same(row[column.lower()], value):
                different.add(column)
    assert different == CONVERTED.get(stream, set())


def same(found: object, sent: str | float) -> bool:
    if isinstance(sent, bool) or found is None:
        return found is sent
    return str(found) == str(sent) or (not isinstance(sent, str) and float(found) == sent)
