"""The sandbox, by its control endpoint: what it holds, what it was asked for, and how to change it."""

import json
import os
import urllib.request

URL = os.environ["INTERCOM_API_URL"]


def truth(stream: str) -> list[dict]:
    """All rows that the API can give for this stream now, as it sends them; children carry their parent's id."""
    return [json.loads(line) for line in _ask("GET", f"truth/{stream}").split("\n") if line]


def counts() -> dict[str, int]:
    return json.loads(_ask("GET", "counts"))


def now() -> int:
    """The workspace's clock, Unix seconds."""
    return int(json.loads(_ask("GET", ""))["now"])


def change(op: str, *args: object) -> object:
    """Makes one of the sandbox's changes, such as `change("touchContact", id)`."""
    return json.loads(_ask("POST", "change", {"op": op, "args": args}))["result"]


def forget_calls() -> None:
    _ask("DELETE", "calls")


def calls(path: str) -> int:
    """How many calls there were to a path since they were last forgotten; `*` stands for one segment."""
    return json.loads(_ask("GET", f"calls?only=count&path={path}"))["count"]


def _ask(method: str, name: str, body: object = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_sandbox/{name}", data=data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as response:
        return response.read().decode()
