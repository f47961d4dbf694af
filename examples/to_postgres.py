"""Copies an Intercom workspace into the schema "intercom" of a PostgreSQL database; then takes what has changed."""

import functools
import os

import pandas
from airbyte.caches import PostgresCache

import airbyte as ab

# PyAirbyte 0.71 takes integers for dates where a column's name ends in _at, and PostgreSQL refuses them:
# https://github.com/airbytehq/PyAirbyte/pull/1153. This keeps every value as it was read.
pandas.read_json = functools.partial(pandas.read_json, convert_dates=False, dtype=False)

config = {"access_token": os.environ["INTERCOM_ACCESS_TOKEN"], "start_date": "2015-01-01T00:00:00Z"}
executable = os.path.join(os.path.dirname(__file__), "../bin/source-intercom")
source = ab.get_source("source-intercom", local_executable=executable, config=config, streams="*")
cache = PostgresCache(
    host=os.environ["PGHOST"],
    port=int(os.environ.get("PGPORT", "5432")),
    username=os.environ["PGUSER"],
    password=os.environ["PGPASSWORD"],
    database=os.environ["PGDATABASE"],
    schema_name="intercom",
)
result = source.read(cache=cache)
print(f"{result.processed_records} records")
