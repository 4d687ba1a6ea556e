"""Whether words stand in a text as they are quoted."""

from collections.abc import Iterable, Mapping

from cases.policy import Policy, Quote


def folded(text: str) -> str:
    """Give the text with every run of white space as one space: lines break differently in a quote."""
    return " ".join(text.split())


def stands_in(words: str, text: str) -> bool:
    """Say whether the text has these words, letter by letter; where the quote has "…", its parts in this order."""
    place, whole = 0, folded(text)
    for part in filter(None, (folded(part) for part in words.split("…"))):
        place = whole.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def quotes_of(policy: Policy) -> tuple[Quote, ...]:
    """Give every quote of a policy once: those of its kinds, of what answers say, of what is kept, and its own."""
    found: list[Quote | None] = []
    for rules in policy.kinds.values():
        found += [clock.says for clock in rules.clocks]
        found += [step.says for step in rules.steps]
        found += rules.quotes
    found += [statement.says for statement in policy.statements.values()]
    found += [kept.says for kept in policy.retention]
    return tuple(dict.fromkeys(quote for quote in (*found, *policy.quotes) if quote))


def misquoted(quotes: Iterable[Quote], texts: Mapping[str, str]) -> tuple[Quote, ...]:
    """Give the quotes that do not stand in their file; `texts` are the files by name."""
    return tuple(quote for quote in quotes if not stands_in(quote.words, texts.get(quote.file, "")))
