"""Judges what the assistant did by itself by what followed in the log; silence is no evidence.

For it speak: a customer who found it helpful, who thanked or took their leave at once, a flow that was carried through, a person
who corrected nothing or took what was suggested, a customer who said that it was meant. Against it speak: a customer who did not
find it helpful, who asked the same again, who wanted a person at once or left the flow, a person who corrected the intent, or who
edited or refused what was suggested.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from analytics import events
from analytics.autopilot.conversations import Conversation, Deed
from analytics.autopilot.standing import Key, Tally
from analytics.events import Event, Recorded
from analytics.stores import EventLog
from analytics.stores.reading import everything
from nlu.sentences import OUT_OF_SCOPE, intents
from nlu.text import normalized

REMEMBERED = 10_000  # conversations whose deeds can still be judged
CONTENT = ("thanks", "goodbye")  # intents of somebody who was served
LOST = ("asked", "angry", "not understood")
"""Reasons to fetch a person that speak against what was said just before."""
CHOICES, NONE_OF_THESE = ("article", "start"), "none"
"""How the payloads of buttons begin that choose an article or a flow, and that of the one that refuses them all."""


class Judge:
    """Reads events in the log's order."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()
        self._counts: Counter[tuple[Key, bool]] = Counter()
        self._small_talk = frozenset(spec.name for spec in intents() if spec.kind == "chat")

    def see(self, recorded: Recorded) -> None:
        """Take one event in."""
        conversation = self._conversations.setdefault(recorded.conversation, Conversation())
        self._conversations.move_to_end(recorded.conversation)
        if len(self._conversations) > REMEMBERED:
            self._conversations.popitem(last=False)
        self._followed(conversation, recorded.event)
        _done(conversation, recorded.event, self._small_talk)

    def tallies(self) -> Mapping[Key, Tally]:
        """What was judged so far."""
        keys = {key for key, _ in self._counts}
        return {key: Tally(self._counts[key, True], self._counts[key, False]) for key in keys}

    def _followed(self, conversation: Conversation, event: Event) -> None:
        """What `event` says of earlier deeds."""
        match event:
            case events.MessageReceived() if not event.payload and _same(event.text, conversation.text):
                self._judge((one for one in conversation.fresh if one.kind == "article"), False)
            case events.MessageUnderstood(intents=((intent, _), *_)) if intent in CONTENT:
                self._judge((one for one in conversation.before if one.kind in ("article", "action")), True)
            case events.AnswerGiven(article_id=name) if name and not conversation.clicked:
                self._judge((one for one in conversation.before if (one.kind, one.name) == ("article", name)), False)
            case events.HandedOff(reason=reason) | events.HandoverDeferred(reason=reason) if reason in LOST:
                self._judge(conversation.before, False)
            case events.FlowEnded(flow=name, outcome="done" | "cancelled"):
                self._judge(_latest(conversation, "flow", name), event.outcome == "done")
            case _:
                self._told(conversation, event)

    def _told(self, conversation: Conversation, event: Event) -> None:
        """What somebody says of earlier deeds in so many words."""
        match event:
            case events.FeedbackGiven(message_id=name, helpful=helpful):
                self._judge(conversation.of(name), helpful, told=True)
            case events.IntentCorrected(message_id=name, intent=intent):
                for deed in conversation.of(name):
                    self._judge([deed], deed.intent == intent, told=True)
            case events.SuggestionTaken():
                self._judge(_latest(conversation, "suggestion"), True, told=True)
            case events.SuggestionEdited() | events.SuggestionRefused():
                self._judge(_latest(conversation, "suggestion"), False, told=True)
            case events.FlowStarted(flow=name):
                self._judge((one for one in conversation.before if (one.kind, one.name) == ("question", name)), True, told=True)
            case events.MessageUnderstood(intents=(("deny", _), *_)):
                self._judge((one for one in conversation.before if one.kind == "question"), False, told=True)
            case events.MessageReceived(payload=payload, text=text) if chosen := _chosen(conversation, payload or text):
                for deed in conversation.fresh:
                    if deed.kind == "question":
                        self._judge([deed], deed.name == chosen, told=True)

    def _judge(self, deeds: Iterable[Deed], right: bool, told: bool = False) -> None:
        """Take a verdict in; what was wrong stays so, unless that only seemed so and somebody tells otherwise."""
        for deed in deeds:
            if (deed.told and not (told and deed.right)) or (deed.right is False and not told):
                continue
            key = deed.intent, deed.language
            if deed.right is not None:
                self._counts[key, deed.right] -= 1
            self._counts[key, right] += 1
            deed.right, deed.told = right, told


async def judged(log: EventLog, progress: Callable[[int], None] = lambda events: None) -> Mapping[Key, Tally]:
    """What the whole log says; `progress` is told the number of events so far. Raises StoreUnavailable."""
    judge = Judge()
    async for recorded in everything(log, progress):
        judge.see(recorded)
    return judge.tallies()


def _same(text: str, other: str) -> bool:
    return normalized(text).casefold() == normalized(other).casefold()


def _latest(conversation: Conversation, kind: str, name: str = "") -> list[Deed]:
    return [one for one in [conversation.last(kind, name)] if one]


def _chosen(conversation: Conversation, payload: str) -> str:
    """The article or flow behind a button that was clicked, or that none was meant; empty for what was written."""
    kind, _, name = payload.partition(":")
    if payload not in conversation.buttons or kind not in (*CHOICES, NONE_OF_THESE):
        return ""
    return name or kind


def _done(conversation: Conversation, event: Event, small_talk: frozenset[str]) -> None:
    """`conversation` after `event`."""
    match event:
        case events.MessageReceived(message_id=name, text=text, payload=payload):
            conversation.received(name, text, payload)
        case events.MessageUnderstood(language=language, intents=((intent, _), *_), out_of_scope=outside):
            conversation.language, conversation.understood = language, OUT_OF_SCOPE if outside else intent
        case events.DecisionMade(intent=intent, action=action):
            conversation.intent, conversation.action = intent, action
        case events.ReplySent(replies=replies):
            conversation.buttons = frozenset(button["payload"] for reply in replies for button in reply["quick_replies"])
        case events.SuggestionShown(intent=intent, language=language, name=name, to=to):
            kind: Literal["suggestion", "question"] = "suggestion" if to == "person" else "question"
            conversation.add(Deed(kind, name, intent, language, conversation.message_id))
        case _ if not conversation.clicked and conversation.serves not in small_talk:
            _served(conversation, event)


def _served(conversation: Conversation, event: Event) -> None:
    match event:
        case events.AnswerGiven(article_id=name) if name:
            conversation.did("article", name)
        case events.AnswerGiven() if conversation.action:
            conversation.did("action", conversation.action)
        case events.FlowStarted(flow=name):
            conversation.did("flow", name)
