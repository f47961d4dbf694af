"""Copies an Intercom workspace into intercom.duckdb. Run it again, and it takes what has changed since."""

import os

import airbyte as ab

config = {"access_token": os.environ["INTERCOM_ACCESS_TOKEN"], "start_date": "2015-01-01T00:00:00Z"}
executable = os.path.join(os.path.dirname(__file__), "../bin/source-intercom")
source = ab.get_source("source-intercom", local_executable=executable, config=config, streams="*")
source.check()
result = source.read(cache=ab.DuckDBCache(db_path="intercom.duckdb"))
print(f"{result.processed_records} records")
