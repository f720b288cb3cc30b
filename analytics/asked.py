"""What was asked lately, where, and what was asked after it: counts out of the log, of which old ones fade."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.events import AnswerGiven, MessageReceived, MessageUnderstood, Recorded

HALF_LIFE = timedelta(days=14)
OFFERED = 0.5  # what a question counts that was chosen from those we showed, lest what is shown be shown ever more
REMEMBERED = 10_000  # conversations whose last question is in memory


@dataclass
class _Conversation:
    """Where a conversation stands: the context of its last message, what that counts, and the last article."""

    context: tuple[str, ...] = ()
    language: str = ""
    weight: float = 1.0
    article: str = ""


class Asked:
    """Reads events in the log's order; a question counts half after `half_life`, a quarter after twice that."""

    def __init__(self, half_life: timedelta = HALF_LIFE) -> None:
        self._half_life = half_life
        self._epoch: datetime | None = None
        self._conversations: OrderedDict[str, _Conversation] = OrderedDict()
        self._places: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._follows: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))

    def see(self, recorded: Recorded) -> None:
        """Take one event in."""
        conversation = self._conversation(recorded.conversation)
        match recorded.event:
            case MessageReceived(context=context, payload=payload):
                conversation.context, conversation.weight = context, OFFERED if payload else 1.0
            case MessageUnderstood(language=language):
                conversation.language = language
            case AnswerGiven(article_id=article) if article:
                self._count(conversation, article, conversation.weight * self._growth(recorded.at))

    def places(self, now: datetime) -> dict[str, dict[str, float]]:
        """How often each article was asked for by `now`: by "any", "language:zh" and each part of a context, then by its id."""
        return self._faded(self._places, now)

    def follows(self, now: datetime) -> dict[str, dict[str, float]]:
        """How often an article was asked for right after another one in a conversation: by the earlier one, then the later."""
        return self._faded(self._follows, now)

    def _count(self, conversation: _Conversation, article: str, weight: float) -> None:
        for part in ("any", f"language:{conversation.language}", *conversation.context):
            self._places[part][article] += weight
        if conversation.article not in ("", article):
            self._follows[conversation.article][article] += weight
        conversation.article = article

    def _conversation(self, name: str) -> _Conversation:
        found = self._conversations.setdefault(name, _Conversation())
        self._conversations.move_to_end(name)
        if len(self._conversations) > REMEMBERED:
            self._conversations.popitem(last=False)
        return found

    def _growth(self, at: datetime) -> float:
        """Instead of making all counts smaller with time, later ones are made larger."""
        self._epoch = self._epoch or at
        return float(2 ** ((at - self._epoch) / self._half_life))

    def _faded(self, counts: Mapping[str, Mapping[str, float]], now: datetime) -> dict[str, dict[str, float]]:
        growth = self._growth(now)
        return {name: {article: times / growth for article, times in found.items()} for name, found in counts.items()}
