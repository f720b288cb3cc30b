"""Articles from a Rasa project: retrieval intents and the answers that their name leads to."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge_base import rasa
from knowledge_base.encodings import decoded
from knowledge_base.plainyaml import NotPlain, loaded
from knowledge_base.readers import Reader, content_of
from knowledge_base.report import Entry, Problem


class YmlReader(Reader):
    """Reads `nlu.yml` and `domain.yml` together; what is no FAQ is named in a warning."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield the FAQ of a single file."""
        document = _document(content, file)
        yield from [document] if isinstance(document, Problem) else rasa.entries([document], self.language)

    def examine(self, files: Iterable[Path]) -> Iterator[Entry]:
        """Yield the FAQ of all files, and of the folder `data` beside a `domain.yml`."""
        documents: list[rasa.Document] = []
        for file in _project(files):
            content = content_of(file)
            document = _document(content, file) if isinstance(content, bytes) else content
            if isinstance(document, Problem):
                yield document
            else:
                documents.append(document)
        yield from rasa.entries(documents, self.language)


def _project(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        yield file
        if file.stem == "domain":
            yield from sorted(path for path in (file.parent / "data").glob("*.y*ml") if not path.is_symlink())


def _document(content: bytes, file: Path) -> rasa.Document | Problem:
    try:
        values = loaded(decoded(content).text)
    except UnicodeDecodeError:
        return Problem(file, "", "is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8")
    except NotPlain as error:
        return Problem(file, "", str(error))
    if not isinstance(values, dict):
        return Problem(file, "", "must be a Rasa file with nlu: or responses:")
    return rasa.Document(file, values)
