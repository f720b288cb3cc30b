"""What customers write."""

from analytics.events import Event, MessageReceived, MessageUnderstood


def wrote(text: str, intent: str = "warranty", number: int = 1, language: str = "en", payload: str = "") -> list[Event]:
    """A message and what was understood of it."""
    name = f"m{number}"
    return [
        MessageReceived(message_id=name, channel="rest", customer="ann", text=text, payload=payload),
        MessageUnderstood(
            message_id=name,
            language=language,
            intents=((intent, 0.9),),
            out_of_scope=False,
            sentiment="neutral",
            sentiment_score=0.9,
            entities=(),
            model="m",
        ),
    ]
