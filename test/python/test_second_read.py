"""A second process goes on from the state that the first one left in the cache, and each row is there once."""

import pathlib
from collections import Counter

import pytest

import workspace
from conftest import Reads, read_into_both, run_example
from test_tables import STREAMS, key_of
from warehouse import Warehouse, parsed

pytestmark = pytest.mark.changes


@pytest.fixture(scope="module")
def changed(first: Reads) -> dict[str, list[dict]]:
    """The workspace after changes of all kinds, and after both examples have run again."""
    workspace.change("random", 60)
    conversation = first.truth["conversations"][0]["id"]
    workspace.change("touchConversation", conversation, workspace.now(), {"title": "Renamed"})
    workspace.change("addConversation")
    workspace.change("addTicket")
    workspace.change("addCompany")
    workspace.forget_calls()
    read_into_both(first.folder)
    return {stream: workspace.truth(stream) for stream in STREAMS}


@pytest.mark.parametrize("stream", STREAMS)
def test_rows(db: Warehouse, first: Reads, changed: dict[str, list[dict]], stream: str) -> None:
    found = Counter(key_of(row, stream) for row in db.rows(f"select * from {stream.lower()}"))
    now = {key_of(row, stream) for row in changed[stream]}
    before = {key_of(row, stream) for row in first.truth[stream]}
    assert set(found.values()) == {1}
    assert now <= found.keys() <= now | before


@pytest.mark.parametrize("stream", [name for name, stream in STREAMS.items() if stream.get("default_cursor_field")])
def test_each_row_is_the_latest(db: Warehouse, changed: dict[str, list[dict]], stream: str) -> None:
    cursor = STREAMS[stream]["default_cursor_field"][0]
    latest = {key_of(row, stream): time for row in changed[stream] if (time := changed_at(row, cursor, changed))}
    assert latest
    rows = {key_of(row, stream): row[cursor] for row in db.rows(f"select * from {stream.lower()}")}
    assert {key: rows[key] for key in latest} == latest


def changed_at(row: dict, cursor: str, truth: dict[str, list[dict]]) -> object:
    """A child of a record, such as contact_updated_at of a note, has the time of its parent."""
    parent = cursor.removesuffix("_updated_at")
    if parent == cursor:
        return row.get(cursor)
    [time] = [one["updated_at"] for one in truth[f"{parent}s"] if one["id"] == row[f"{parent}_id"]]
    return time


def test_a_changed_column(db: Warehouse, first: Reads, changed: dict[str, list[dict]]) -> None:
    assert changed
    identifier = first.truth["conversations"][0]["id"]
    [row] = db.rows(f"select title, statistics from conversations where id = '{identifier}'")
    [sent] = [one for one in changed["conversations"] if one["id"] == identifier]
    assert row["title"] == "Renamed"
    assert (parsed(row["statistics"]) or {}).get("count_conversation_parts") == (sent["statistics"] or {}).get(
        "count_conversation_parts"
    )


def test_only_what_changed_was_asked_for(first: Reads, changed: dict[str, list[dict]]) -> None:
    """Both reads together asked for the parts of fewer conversations than one full read would."""
    assert changed
    assert 0 < workspace.calls("/conversations/*") < len(first.truth["conversations"])


def test_a_state_is_kept_for_every_stream(db: Warehouse) -> None:
    states = {row["stream_name"] for row in db.rows("select stream_name from _airbyte_state")}
    assert states >= {name for name, stream in STREAMS.items() if stream.get("default_cursor_field")}


def test_a_read_that_fails_says_so(tmp_path: pathlib.Path) -> None:
    process = run_example("to_duckdb.py", tmp_path, INTERCOM_ACCESS_TOKEN="wrong")
    assert process.wait(timeout=300) == 1
    log = (tmp_path / "to_duckdb.py.log").read_text()
    assert "access token" in log
