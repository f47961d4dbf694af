"""Copies two tables without a call to any host but Intercom's: no connector registry, no usage statistics."""

import os

os.environ["AIRBYTE_OFFLINE_MODE"] = "1"  # before the import, which reads it

import airbyte as ab

config = {"access_token": os.environ["INTERCOM_ACCESS_TOKEN"]}
executable = os.path.join(os.path.dirname(__file__), "../bin/source-intercom")
streams = ["contacts", "companies"]
source = ab.get_source("source-intercom", local_executable=executable, config=config, streams=streams)
result = source.read(cache=ab.DuckDBCache(db_path="intercom_offline.duckdb"))
print(result["contacts"].to_pandas()[["name", "role", "email"]].head())
