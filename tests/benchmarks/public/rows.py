"""Reading the public sets' files: CSV and JSON, some of them packed."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any


def table(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header; one that ends in .gz is unpacked."""
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def document(file: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(file.read_text(encoding="utf-8"))
