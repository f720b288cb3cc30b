"""Files that are made to exhaust or to trick whoever reads them, read by a child that may hardly take memory."""

import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge_base.dryrun import examine

CHILD = """
import json, resource, sys
from pathlib import Path
from knowledge_base.dryrun import examine
import knowledge_base.readers.xlsx, knowledge_base.readers.html, knowledge_base.readers.md, knowledge_base.readers.yml

pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (pages + 200 * 1024**2, -1))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
print(json.dumps({Path(name).name: [str(problem.problem) for problem in examine(Path(name)).errors] for name in sys.argv[1:]}))
"""
SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c></row>'
START = '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
HEADER = ROW.format(1, "question", "answer")


def workbook(sheet: str = "", parts: Mapping[str, bytes] | None = None, sheets: int = 1) -> bytes:
    """A workbook whose first sheet's XML is `sheet`, with further `parts` in the archive."""
    book = Workbook()
    for number in range(sheets - 1):
        book.create_sheet(f"s{number}")
    plain, packed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, sheet.encode() if name == SHEET and sheet else content)
        for name, content in (parts or {}).items():
            target.writestr(name, content)
    return packed.getvalue()


def linked() -> bytes:
    content = io.BytesIO(workbook())
    with zipfile.ZipFile(content, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return content.getvalue()


def twice() -> bytes:
    content = io.BytesIO(workbook())
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<other/>")
    return content.getvalue()


def lying() -> bytes:
    """A sheet of 20 MB whose size the directory gives as 1,000 bytes."""
    content = bytearray(workbook(START.format("") + HEADER + " " * 20_000_000 + END))
    for signature, offset, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        place = content.find(signature)
        while place >= 0:
            if content[place + name_at : place + name_at + len(SHEET)] == SHEET.encode():
                content[place + offset : place + offset + 4] = (1000).to_bytes(4, "little")
            place = content.find(signature, place + 4)
    return bytes(content)


def laughing(declared: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "{declared}">{entities}]>'
    return workbook(START.format(doctype) + HEADER + ROW.format(2, "Q?", "&l9;") + END)


def external() -> bytes:
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return workbook(START.format(doctype) + HEADER + ROW.format(2, "Q?", "&e;") + END)


def wide() -> bytes:
    return workbook(START.format("") + '<row r="1">' + "<c><v>1</v></c>" * 16_384 + "</row>" + END)


def long() -> bytes:
    return workbook(START.format("") + HEADER + "".join(f'<row r="{number}"/>' for number in range(2, 1_048_577)) + END)


def sparse() -> bytes:
    return workbook(START.format("") + HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (lambda: workbook(START.format("") + HEADER + " " * 120_000_000 + END), "is too large: 114 MiB unpacked"),
    "sheets.xlsx": (
        lambda: workbook(parts={f"xl/worksheets/s{n}.xml": b"" for n in range(10_000)}),
        "is too large: it holds 10,0",
    ),
    "some_sheets.xlsx": (lambda: workbook(sheets=101), "is too large: it has 101 sheets"),
    "wide.xlsx": (wide, "is too large: it has 16,384 columns"),
    "long.xlsx": (long, "is too large: it has more than 200,000 rows"),
    "sparse.xlsx": (sparse, "is too large: it has more than 200,000 rows"),
    "lying.xlsx": (lying, "is not an intact"),
    "laughs.xlsx": (lambda: laughing("ha" * 1000), "is unsafe: it defines XML entities"),
    "external.xlsx": (external, "is unsafe: it defines XML entities"),
    "slip.xlsx": (lambda: workbook(parts={"../../x": b"x"}), "is unsafe: one of its parts points outside"),
    "absolute.xlsx": (lambda: workbook(parts={"/etc/x": b"x"}), "is unsafe: one of its parts points outside"),
    "backslash.xlsx": (lambda: workbook(parts={"..\\..\\x": b"x"}), "is unsafe: one of its parts points outside"),
    "link.xlsx": (linked, "is unsafe: one of its parts points outside"),
    "nested.xlsx": (lambda: workbook(parts={"xl/media/a.zip": b"PK"}), "is unsafe: it holds another archive"),
    "twice.xlsx": (twice, "is unsafe: it holds two parts of one name"),
    "macro.xlsx": (lambda: workbook(parts={"xl/vbaProject.bin": b"x"}), "holds macros"),
    "locked.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "is locked by a password"),
    "laughs.yml": (lambda: b"a: &a [x,x]\n" + b"".join(b"k%d: [*a,*a]\n" % n for n in range(9)), "uses an anchor"),
    "deep.json": (lambda: b"[" * 1_000_000, "is not JSON"),
    "digits.json": (lambda: b"[" + b"1" * 10_000 + b"]", "is not JSON"),
    "deep.toml": (lambda: b"a = " + b"[" * 100_000, "is not TOML"),
    "deep.html": (lambda: b"<div>" * 1_000_000, "its HTML is nested too deeply"),
    "headings.md": (lambda: b"# a\n" * 1_000_000, "has more than 1,500,000 lines or 100,000 headings"),
    "brackets.md": (lambda: b"# a\n\n" + b"[" * 1_000_000, "its text is too long or nested too deeply"),
    "quotes.csv": (lambda: b"question,answer\n" + b'"' * 5_000_001, "opens a quote that is never closed"),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("bombs")
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    files = [str(folder / name) for name in FILES]
    done = subprocess.run([sys.executable, "-c", CHILD, *files], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    read: dict[str, list[str]] = json.loads(done.stdout)
    return read


@pytest.mark.parametrize("name", FILES)
def test_a_bomb_is_refused_in_one_sentence_and_without_memory(refusals: dict[str, list[str]], name: str) -> None:
    assert len(refusals[name]) == 1
    assert refusals[name][0].startswith(FILES[name][1])


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.csv").write_text("question,answer\nA?,B\n", encoding="utf-8")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "a.csv").symlink_to(tmp_path / "secret" / "a.csv")
    report = examine(tmp_path / "shop")
    assert report.articles == ()
    assert [problem.problem for problem in report.errors] == ["is a link and was not followed; import the file itself"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert [problem.problem for problem in examine(tmp_path / "a.csv").errors] == ["is no plain file; give the file itself"]
