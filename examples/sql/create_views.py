"""Prints the SQL that creates all views of this folder, in the order in which they need each other.

python examples/sql/create_views.py duckdb   | duckdb intercom.duckdb
python examples/sql/create_views.py postgres | psql "$DATABASE_URL"
"""

import graphlib
import pathlib
import re
import sys

here = pathlib.Path(__file__).parent
models = {path.stem: path.read_text() for path in (here / "models").glob("*.sql")}


def create_views(dialect: str) -> str:
    """The functions of the dialect, "duckdb" or "postgres", and a `create view` for each model."""
    needs = {name: re.findall(r"ref\('(\w+)'\)", sql) for name, sql in models.items()}
    order = list(graphlib.TopologicalSorter(needs).static_order())
    functions = (here / "functions" / f"{dialect}.sql").read_text()
    drops = [f"drop view if exists {name};" for name in reversed(order)]
    views = [f"create view {name} as\n{models[name].strip()};" for name in order]
    return "\n".join([*drops, functions, "\n\n".join(views)])


if __name__ == "__main__":
    print(create_views(sys.argv[1]))
