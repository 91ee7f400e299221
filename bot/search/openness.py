"""Whether a question asks for yes or no, for a reason, or about members' own affairs."""

from __future__ import annotations

import re

from bot.search.asides import asking

_OPENING = r"^\W*(?:(?:and|so|but|ok|hey|hi|btw|und|y|pero)\W+)?"

_POLAR = re.compile(
    rf"{_OPENING}(?:"
    r"is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may|might"
    r"|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't|haven't|can't|couldn't|won't"
    r"|ist|sind|war|waren|hat|haben|hatte|kann|können|wird|werden|darf|soll|gibt"
    r"|es|son|era|fue|está|están|tiene|tienen|hay|ha|han|puede|pueden"
    r")\b|[吗嗎]\s*[？?]?\s*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    rf"{_OPENING}(?:why|how come|what for|for what reason|warum|wieso|weshalb|por ?qu[eé])\b"
    r"|为什么|為什麼|为何|為何|怎么会|怎麼會",
    re.IGNORECASE,
)

_PERSONAL = re.compile(
    r"\b(?:my|(?:am|can|could|did|do|may|must|shall|should|was) i"
    r"|meine?[mnrs]?|(?:bin|darf|habe|kann|muss|soll|sollte) ich|mis?)\b",
    re.IGNORECASE,
)


def polar(question: str) -> bool:
    """Whether a question asks yes or no."""
    return bool(_POLAR.search(question))


def why(question: str) -> bool:
    """Whether a question asks for a reason."""
    return bool(_WHY.search(question))


def personal(question: str) -> bool:
    """Whether members ask about what is theirs, or what they are to do ("how do I", "my lab").

    What they say of themselves in sentences beside the one that asks does not count.
    """
    return any(map(_PERSONAL.search, asking(question)))
