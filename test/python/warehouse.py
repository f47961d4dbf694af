"""The two databases that the examples write to, asked in the same way."""

import json
import os
import pathlib
from typing import Protocol

import duckdb
import psycopg


class Warehouse(Protocol):
    dialect: str

    def execute(self, sql: str) -> None: ...

    def rows(self, sql: str) -> list[dict]: ...


class DuckDb:
    dialect = "duckdb"

    def __init__(self, path: pathlib.Path) -> None:
        self._path = str(path)

    def execute(self, sql: str) -> None:
        with duckdb.connect(self._path) as connection:
            connection.execute(sql)

    def rows(self, sql: str) -> list[dict]:
        """Each row by column; JSON columns are text."""
        with duckdb.connect(self._path) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def types(self, table: str) -> dict[str, str]:
        return {
            row["column_name"]: row["data_type"].lower()
            for row in self.rows(f"select column_name, data_type from duckdb_columns() where table_name = '{table}'")
        }


class Postgres:
    dialect = "postgres"

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(options="-c search_path=intercom", autocommit=True)
        psycopg.types.json.set_json_loads(bytes.decode, connection)
        return connection

    def execute(self, sql: str) -> None:
        with self._connect() as connection:
            connection.execute(sql)

    def rows(self, sql: str) -> list[dict]:
        """Each row by column; JSON columns are text."""
        with self._connect() as connection:
            cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
            return cursor.execute(sql).fetchall()

    def types(self, table: str) -> dict[str, str]:
        columns = self.rows(
            "select column_name, data_type from information_schema.columns "
            f"where table_schema = 'intercom' and table_name = '{table}'"
        )
        return {row["column_name"]: row["data_type"] for row in columns}


def parsed(value: object) -> object:
    """A JSON column's value; None for the null of SQL and for that of JSON."""
    return json.loads(value) if isinstance(value, str) else value


def environment() -> dict[str, str]:
    """For a program that uses PyAirbyte: the registry and the usage statistics are out of reach here."""
    return {**os.environ, "AIRBYTE_OFFLINE_MODE": "1", "DO_NOT_TRACK": "1", "AIRBYTE_CACHE_ROOT": os.environ["TMPDIR"]}
