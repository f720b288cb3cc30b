"""One person going through the queue, key by key."""

from collections.abc import Callable, Sequence

from nlu.review.decisions import Decision, Decisions, Wording, texts
from nlu.review.intents import Intents
from nlu.review.keys import ENTER, Read, typed
from nlu.review.ranking import Group, apart, without
from nlu.review.screen import Screen
from nlu.sentences import OUT_OF_SCOPE

_GONE = ("q", "\x04", "")  # Ctrl-D; no terminal any more


class Session:
    """Asks `by` about each of the `groups` and keeps every answer in `decisions` before the next is asked."""

    def __init__(
        self, groups: Sequence[Group], decisions: Decisions, by: str, intents: Intents, screen: Screen, read: Read
    ) -> None:
        self._groups = list(groups)
        self._decisions, self._by = decisions, by
        self._intents, self._screen, self._read = intents, screen, read
        self._total = len(self._groups)
        self._made: dict[str, Group] = {}
        self._keys: dict[str, Callable[[Group], None]] = {
            **dict.fromkeys(("a", *ENTER), lambda group: self._label(group, group.choices[0].name)),
            "o": lambda group: self._label(group, OUT_OF_SCOPE),
            "d": lambda group: self._decide(group, "drop"),
            "s": lambda group: self._next(),
            "p": self._take_apart,
            "w": lambda group: self._show(group, everything=True),
            "u": lambda group: self._undo(),
            "/": self._search,
        }

    def run(self) -> tuple[int, int]:
        """Go on until nothing is left or the person quits; returns how many groups were decided and how many are left."""
        shown: Group | None = None
        while group := self._current():
            if group != shown:
                self._show(group)
            shown, key = group, self._read()
            if key in _GONE:
                break
            self._press(key, group)
        return len(self._made), len(self._groups)

    def _current(self) -> Group | None:
        """The next group, without what somebody else has decided about by now."""
        while self._groups:
            if left := without(self._groups[0], texts(self._decisions.standing())):
                self._groups[0] = left
                return left
            self._next()
        self._screen.say("empty")
        return None

    def _press(self, key: str, group: Group) -> None:
        if key in self._keys:
            self._keys[key](group)
        elif key in "12345"[: len(group.choices)]:
            self._label(group, group.choices[int(key) - 1].name)
        else:
            self._screen.say("unknown_key", key=key)

    def _label(self, group: Group, intent: str) -> None:
        self._decide(group, "label", intent)

    def _decide(self, group: Group, action: str, intent: str = "") -> None:
        wordings = tuple(Wording(one.candidate.text, one.candidate.language, one.candidate.sentiment) for one in group.members)
        decision = Decision("label" if action == "label" else "drop", self._by, intent=intent, wordings=wordings)
        self._decisions.add([decision])
        self._made[decision.id] = group
        self._next()
        self._screen.say("saved" if intent else "drop", what=intent)

    def _next(self) -> None:
        del self._groups[0]

    def _take_apart(self, group: Group) -> None:
        self._groups[:1] = apart(group)
        self._total += len(group.members) - 1

    def _undo(self) -> None:
        decision = self._decisions.undo(self._by)
        if decision is None:
            self._screen.say("nothing_to_undo", by=self._by)
            return
        what = f"{decision.intent or decision.action}: {decision.wordings[0].text}"
        group = self._made.pop(decision.id, None)
        if group is not None:
            self._groups.insert(0, group)
        self._screen.say("undone" if group else "undone_before", what=what)

    def _search(self, group: Group) -> None:
        self._screen.typing("")
        line = typed(self._read, self._screen.typing)
        self._screen.end_line()
        found = self._intents.find(line)
        if not found:
            self._screen.say("none", words=line)
            return
        self._screen.choose(found)
        key = self._read()
        if key and key in "123456789"[: len(found)]:
            self._label(group, found[int(key) - 1].name)
        else:
            self._show(group)

    def _show(self, group: Group, *, everything: bool = False) -> None:
        self._screen.show(group, self._total - len(self._groups) + 1, self._total, everything=everything)
