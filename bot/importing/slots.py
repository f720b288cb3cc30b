"""The slots of a Rasa form as slots of a flow."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.flows import Slot
from bot.importing.nodes import Node
from bot.importing.project import Project
from bot.importing.report import Unmapped, unmapped
from bot.importing.wordings import Texts

ACCEPT = "action_accept"


@dataclass(frozen=True)
class Slots:
    """The slots of each form in the order in which they are asked for, and the questions by key."""

    of: Mapping[str, tuple[Slot, ...]]
    questions: Mapping[str, Texts]
    problems: tuple[Unmapped, ...]


def mapped(project: Project, types: Mapping[str, str], texts: Mapping[str, Texts]) -> Slots:
    """The slots of all forms; `types` of entities by Rasa's name, `texts` of responses by key."""
    actions = {node.text for node in project.actions}
    found: dict[str, tuple[Slot, ...]] = {}
    questions: dict[str, Texts] = {}
    problems: list[Unmapped] = []
    for form, node in project.forms.items():
        check = f"validate_{form}" if f"validate_{form}" in actions else ACCEPT
        slots = []
        for name in _required(node):
            entity = _entity(project.slots.get(name.text, name), form, types, problems)
            slots.append(Slot(name.text, (entity,), check=check) if entity else Slot(name.text, text=True, check=check))
            questions[f"ask_{name.text}"] = _question(name, form, actions, texts, problems)
        found[form] = tuple(slots)
        problems += [unmapped(one, "intents that a form ignores have no place here") for one in node.get("ignored_intents").items]
    problems += _unasked(project)
    return Slots(found, questions, tuple(problems))


def _required(form: Node) -> Sequence[Node]:
    named = form.get("required_slots")
    return named.items or tuple(Node(one.file, one.line, name) for name, one in named.entries.items())


def _entity(slot: Node, form: str, types: Mapping[str, str], problems: list[Unmapped]) -> str:
    """The type of entity that fills a slot; "" where it is whatever the customer answers, because no mapping says better."""
    for mapping in slot.get("mappings").items:
        kind, entity = mapping.get("type").text, mapping.get("entity").text
        problems += _conditions(mapping, form)
        if kind == "from_entity" and entity in types:
            return types[entity]
        if kind == "from_text":
            return ""
        problems.append(unmapped(mapping, f"a slot is not filled by {kind} {entity}".rstrip()))
    problems.append(unmapped(slot, f"a slot of {form} takes whatever the customer answers, because no mapping fills it here"))
    return ""


def _conditions(mapping: Node, form: str) -> Iterator[Unmapped]:
    for condition in mapping.get("conditions").items:
        if condition.get("active_loop").text != form:
            yield unmapped(condition, "a slot is filled in its own form only; the condition was left out")
    for name in ("intent", "not_intent", "role", "group"):
        if name in mapping:
            yield unmapped(mapping.get(name), f"a mapping's {name} has no place here; the slot is filled whatever it is")


def _question(name: Node, form: str, actions: Collection[str], texts: Mapping[str, Texts], problems: list[Unmapped]) -> Texts:
    for key in (f"utter_ask_{form}_{name.text}", f"utter_ask_{name.text}"):
        if key in texts:
            return texts[key]
    asking = next((one for one in (f"action_ask_{form}_{name.text}", f"action_ask_{name.text}") if one in actions), "")
    why = f"{asking} asks for it in code" if asking else "no response asks for it"
    problems.append(unmapped(name, f"{name.text}: {why}; word ask_{name.text} in replies/en.toml and zh.toml"))
    words = name.text.replace("_", " ")
    return {"en": (f"What is your {words}?",), "zh": (f"请问您的 {words} 是什么？",)}


def _unasked(project: Project) -> Iterator[Unmapped]:
    asked = {name.text for form in project.forms.values() for name in _required(form)}
    for name, node in project.slots.items():
        if node.get("initial_value").text not in ("", "null"):
            yield unmapped(node.get("initial_value"), f"{name} begins empty here")
        if name not in asked and name != "session_started_metadata" and node.get("mappings").items:
            yield unmapped(node, f"{name} belongs to no form; only an action can set it")
