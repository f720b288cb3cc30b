"""A Rasa project as content of a shop: everything that is written, and everything that is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.flows import Flow
from bot.importing import articles, examples, flows, slots, turns, types, wordings
from bot.importing.names import intent_of
from bot.importing.project import Project
from bot.importing.report import Unmapped, unmapped
from bot.importing.wordings import Texts
from configs.settings import PatternSettings
from knowledge_base.articles import Article
from nlu import sentences
from nlu.sentences import IntentSpec


@dataclass(frozen=True)
class Content:
    """What a shop's folder of its own holds, its articles, and settings; `problems` in the order of files and lines."""

    flows: tuple[Flow, ...]
    wordings: Mapping[str, Texts]
    sentences: Mapping[str, Mapping[str, tuple[str, ...]]]
    intents: tuple[IntentSpec, ...]
    patterns: Mapping[str, PatternSettings]
    articles: tuple[Article, ...]
    webhook: str
    problems: tuple[Unmapped, ...]


def mapped(project: Project) -> Content:
    """Everything of the project that has a place here."""
    said = examples.mapped(project.nlu)
    typed = types.mapped(project.entities, project.nlu, said.values)
    worded = wordings.mapped(project.responses)
    needed = slots.mapped(project, typed.names, worded.texts)
    rules, broken_rules = turns.mapped(project.rules, project.forms.keys())
    stories, broken_stories = turns.mapped(project.stories, project.forms.keys())
    retrieval = articles.retrieval_intents(project)
    made = flows.mapped([*rules, *stories], project.forms, needed.of, worded.texts, retrieval)
    known, unanswered = articles.mapped(project)
    found = (project, said, typed, worded, needed, made)
    problems = [problem for part in found for problem in part.problems]
    problems += [*broken_rules, *broken_stories, *unanswered, *_unsaid(project, said.sentences)]
    return Content(
        flows=made.flows,
        wordings={**worded.texts, **needed.questions, **made.wordings},
        sentences=said.sentences,
        intents=tuple(_intents(said.sentences, made.flows, retrieval)),
        patterns=typed.patterns,
        articles=known,
        webhook=project.webhook,
        problems=tuple(sorted(set(problems))),
    )


def _intents(
    said: Mapping[str, Mapping[str, tuple[str, ...]]], made: tuple[Flow, ...], retrieval: frozenset[str]
) -> Iterator[IntentSpec]:
    """Yield the intents that are not shipped, with what customers mean by them: their first example."""
    shipped = {one.name for one in sentences.intents()}
    begun = {intent for flow in made for intent in flow.intents}
    for name, by in said.items():
        if name not in shipped:
            kind: sentences.IntentKind = "flow" if name in begun else "faq" if name in retrieval else "chat"
            yield IntentSpec(name, "own", kind, f"says such as: {next(iter(by.values()))[0]}")


def _unsaid(project: Project, said: Mapping[str, object]) -> Iterator[Unmapped]:
    shipped = {one.name for one in sentences.intents()}
    for node in project.intents:
        name = node.text or next(iter(node.entries), "")
        if intent_of(name) not in said and intent_of(name) not in shipped:
            yield unmapped(node, f"the intent {name} has no examples")
