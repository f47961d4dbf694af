"""Reads what a command printed with Airbyte's own protocol models, and judges the records by their schemas.

Usage: parse_messages.py CONFIGURED_CATALOG MESSAGES
"""

import json
import sys
from collections import Counter
from pathlib import Path

from airbyte_cdk.models import (
    AirbyteMessage,
    AirbyteMessageSerializer,
    ConfiguredAirbyteCatalogSerializer,
)
from airbyte_cdk.test.standard_tests._read_assertions import assert_read_records


def parse(path: Path) -> list[AirbyteMessage]:
    """Every line is one message, and has the payload that its type promises."""
    messages = []
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        message = AirbyteMessageSerializer.load(json.loads(line))
        payload = "connectionStatus" if message.type.value == "CONNECTION_STATUS" else message.type.value.lower()
        if getattr(message, payload) is None:
            raise ValueError(f"line {number} is a {message.type.value} without {payload}")
        messages.append(message)
    return messages


def main(catalog_path: Path, path: Path) -> None:
    if not path.read_bytes().endswith(b"\n"):
        raise ValueError(f"{path.name} does not end with a whole line")
    messages = parse(path)
    counts = Counter(message.type.value for message in messages)
    if counts["RECORD"]:
        assert_read_records(
            records=[message for message in messages if message.type.value == "RECORD"],
            configured_catalog=ConfiguredAirbyteCatalogSerializer.load(json.loads(catalog_path.read_text())),
            require_records_per_stream=True,
            validate_schema=True,
        )
    found = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    print(f"{path.name}: the protocol models accept all of it: {found}")


main(*map(Path, sys.argv[1:]))
