"""What the library and the tests refuse, as a client is told it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.app.knowledge.shapes import revision_json
from bot.edge.problems import Problem
from configs.errors import ConfigurationError
from knowledge_base.errors import Conflict, KnowledgeError, LibraryError, Unavailable, Unknown
from retrieval.errors import RetrievalError


@contextmanager
def refusals(library_error: str = "library_refused") -> Iterator[None]:
    """Translate whatever `knowledge_base`, `retrieval` and `analytics` raise.

    `library_error` is the code of what has none of its own.
    """
    try:
        yield
    except Conflict as conflict:
        newest = {"newest": revision_json(conflict.newest) if conflict.newest else None}
        raise Problem("conflict", reason=_sentence(conflict), details=newest) from None
    except Unknown as unknown:
        raise Problem("unknown_article", reason=_sentence(unknown)) from None
    except Unavailable as error:
        raise Problem("library_unavailable", reason=_sentence(error)) from None
    except LibraryError as error:
        raise Problem(library_error, reason=_sentence(error)) from None
    except KnowledgeError as error:
        raise Problem("bad_file", reason=_sentence(error)) from None
    except ConfigurationError as error:
        raise Problem("library_unavailable", reason=str(error)) from None
    except RetrievalError as error:
        raise Problem("bad_tests", reason=str(error)) from None


def _sentence(error: KnowledgeError) -> str:
    return ": ".join(part for part in (error.entry, error.problem) if part)
