"""docs/answers.md: the table of ids and the joins, tried on both databases."""

import re
from collections.abc import Iterator

import pytest

from conftest import ROOT, Reads
from test_tables import STREAMS
from warehouse import Warehouse, parsed

PAGE = (ROOT / "docs/answers.md").read_text()
IDS = re.findall(r"^\| `(\w+)\.([\w.\[\]]+)` \| (text|integer) \| `(\w+)\.id` \|", PAGE, re.MULTILINE)
JOINS = dict(re.findall(r"^### (.+?)\n.*?```sql\n(.+?)```", PAGE, re.MULTILINE | re.DOTALL))


def declared_type(table: str, path: str) -> str:
    schema = STREAMS[table]["json_schema"]
    for name in path.split("."):
        schema = schema["properties"][name.removesuffix("[]")]
        if name.endswith("[]"):
            schema = schema["items"]
    [kind] = [
        kind for kind in ([schema["type"]] if isinstance(schema["type"], str) else schema["type"]) if kind != "null"
    ]
    return {"string": "text"}.get(kind, kind)


def values_at(value: object, path: list[str]) -> Iterator[object]:
    if value is None:
        return
    if not path:
        yield value
    elif path[0].endswith("[]"):
        for item in value.get(path[0].removesuffix("[]")) or []:
            yield from values_at(item, path[1:])
    else:
        yield from values_at(value.get(path[0]), path[1:])


@pytest.mark.parametrize(("table", "path", "kind", "target"), IDS)
def test_an_id_joins(db: Warehouse, table: str, path: str, kind: str, target: str) -> None:
    assert declared_type(table, path) == kind
    known = {row["id"] for row in db.rows(f"select id from {target}")}
    column = path.split(".")[0].removesuffix("[]")
    rows = db.rows(f"select {column} from {table}")
    is_nested = path != column
    records = [{column: parsed(row[column]) if is_nested else row[column]} for row in rows]
    found = {value for record in records for value in values_at(record, path.split("."))}
    assert found
    assert {str(value) for value in found} <= known
    assert {type(value) for value in found} == {str if kind == "text" else int}


def test_the_page_has_all_of_them() -> None:
    assert len(IDS) == len(re.findall(r"^\| `", PAGE, re.MULTILINE))
    assert len(JOINS) == PAGE.count("```sql") == 5


@pytest.mark.parametrize("title", JOINS)
def test_a_join_finds_rows(db: Warehouse, first: Reads, title: str) -> None:
    found = sorted(tuple(map(str, row.values())) for row in db.rows(JOINS[title]))
    assert found == sorted(tuple(map(str, row)) for row in expected(first, title))


def expected(first: Reads, title: str) -> Iterator[tuple]:
    """The same rows without SQL."""
    truth = first.truth
    contacts = {row["id"]: row for row in truth["contacts"]}
    companies = {row["id"]: row for row in truth["companies"]}
    names = {row["id"]: row["name"] for row in truth["admins"] + truth["teams"]}
    if title == "All messages of a conversation":
        for row in truth["conversations"]:
            if row["source"]:
                yield row["id"], row["created_at"], row["source"]["author"]["type"], row["source"]["body"]
        for part in truth["conversation_parts"]:
            if part["part_type"] in ("comment", "note"):
                yield part["conversation_id"], part["created_at"], part["author"]["type"], part["body"]
    elif title == "Who wrote a part":
        for part in truth["conversation_parts"]:
            author = part["author"]
            contact = contacts.get(author["id"], {"name": None, "email": None})
            yield part["id"], author["type"], names.get(author["id"]) or contact["name"] or contact["email"]
    elif title == "The contacts of a conversation":
        for row in truth["conversations"]:
            for contact in row["contacts"]["contacts"]:
                yield row["id"], contact["id"], contacts[contact["id"]]["email"]
    elif title == "The companies of a contact":
        for link in truth["contact_companies"]:
            company = companies[link["id"]]
            yield link["contact_id"], company["id"], company["company_id"], company["name"]
    else:
        for row in truth["conversations"]:
            teammate, team = str(row["admin_assignee_id"]), str(row["team_assignee_id"])
            yield row["id"], names.get(teammate), names.get(team)
