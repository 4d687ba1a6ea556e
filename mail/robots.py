"""Whether a letter is a person's: a table of named rules, read from top to bottom; the reason is the rule's name."""

from cases.message import Judgement, Message


def judge(message: Message, own: frozenset[str] = frozenset()) -> Judgement:
    """Give the verdict of the first rule that applies. `own` are the organisation's addresses, base form."""
    raise NotImplementedError
