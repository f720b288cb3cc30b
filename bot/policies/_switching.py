"""Whether a message in the middle of a flow asks for another one, or rather answers or corrects."""

from bot.flows import Flow
from bot.policies import Situation
from bot.policies._filling import answers, candidate, picks, rechosen
from bot.policies._phrases import coded, corrects, only_leaves
from nlu import actions


def rather_says(flow: Flow, wanted: Flow, situation: Situation) -> bool:
    """Whether a message that may ask for `wanted` rather answers or corrects what `flow` has to know.

    One that picks a choice is an answer, "I don't want it", and one that begins with words of correction corrects the value
    that it names, unless it says in so many words what is to be done instead.
    """
    text = situation.understanding.text
    answered = answers(flow, situation)
    if answered and answered.in_words and (coded(text) or not wanted.interrupts):
        return True
    if only_leaves(text) or rechosen(flow, situation):
        return True
    if not wanted.confirm or any(actions.mentions(text.lower(), intent) for intent in wanted.intents):
        return False
    return corrected(flow, situation) or picks(flow, situation)


def corrected(flow: Flow, situation: Situation) -> bool:
    """Whether a message begins with words of correction and has another value for a slot of the flow."""
    return corrects(situation.understanding.text) and any(candidate(slot, situation) for slot in flow.slots)
