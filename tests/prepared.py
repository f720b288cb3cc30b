"""The data folder that tests share: made once, kept, and made anew in what has changed."""

import hashlib
import shutil
from pathlib import Path

from filelock import FileLock

from bot.preparation import prepare
from configs.settings import load
from nlu.pipeline import FOLDER

PROJECT = Path(__file__).parents[1]
PREPARED = PROJECT / "data" / "tests"
DEMO = PROJECT / "knowledge_base" / "demo"


def prepared() -> Path:
    """A data folder in which nothing is missing; several processes may ask for it at once."""
    PREPARED.mkdir(parents=True, exist_ok=True)
    with FileLock(PREPARED / ".lock"):
        mark, digest = PREPARED / "shop.db.sha256", _digest(DEMO)
        if not mark.exists() or mark.read_text(encoding="utf-8") != digest:
            (PREPARED / "shop.db").unlink(missing_ok=True)
        _borrow(PROJECT / "data" / FOLDER, PREPARED / FOLDER)
        prepare(load(), PREPARED, train_again=True)
        mark.write_text(digest, encoding="utf-8")
    return PREPARED


def _borrow(served: Path, model: Path) -> None:
    """Begin with the model that `make serve` has trained; one of other sentences is trained anew."""
    if served.exists() and not model.exists():
        shutil.copytree(served, model)


def _digest(folder: Path) -> str:
    content = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            content.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()
