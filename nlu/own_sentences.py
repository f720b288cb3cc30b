"""The sentences and intents that a shop adds to the shipped ones: a folder laid out as `nlu/data`, kept with the model."""

import filecmp
import shutil
from pathlib import Path

from nlu import sentences
from nlu.sentences import DataError, IntentSpec, Sentence

FOLDER = "sentences"  # in the installation's folder: what the model there has learnt besides the shipped ones
_INTENTS = "intents.yaml"


def intents(folder: Path) -> tuple[IntentSpec, ...]:
    """The shipped intents and those of `folder`/intents.yaml, if there is one; raises DataError for one that is shipped."""
    shipped = sentences.intents()
    own = sentences.intents(folder) if (folder / _INTENTS).exists() else ()
    if twice := {one.name for one in shipped} & {one.name for one in own}:
        raise DataError(f"{folder / _INTENTS}: {min(twice)} is shipped already; leave it out, its sentences count all the same")
    return (*shipped, *own)


def read(folder: Path) -> tuple[Sentence, ...]:
    """The shipped training sentences and those of `folder`/train/LANGUAGE/INTENT.txt; raises DataError."""
    known = {one.name for one in intents(folder)}
    for file, _ in sentences.files("train", folder):
        if file.stem not in known:
            raise DataError(f"{file}: there is no intent {file.stem!r}; list it in {folder / _INTENTS}, or rename the file")
    return (*sentences.read("train"), *sentences.read("train", folder))


def same(content: Path, kept: Path) -> bool:
    """Whether the sentences and intents of the folder `content` are those that are `kept`."""
    ours, theirs = _files(content), _files(kept)
    return ours == theirs and not any(filecmp.cmpfiles(content, kept, ours, shallow=False)[1:])


def keep(content: Path, kept: Path) -> None:
    """Copy the sentences and intents of `content`, in place of what was kept."""
    shutil.rmtree(kept, ignore_errors=True)
    for file in _files(content):
        (kept / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(content / file, kept / file)


def _files(folder: Path) -> list[str]:
    """The files that are learnt from, relative to their folder."""
    found = [file for file, _ in sentences.files("train", folder)] + [folder / _INTENTS]
    return sorted(str(file.relative_to(folder)) for file in found if file.exists())
