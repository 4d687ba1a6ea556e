"""The sentences of a text, as they stand in it."""

from collections.abc import Iterator

from reading.words import Words


def sentences(words: Words) -> Iterator[str]:
    """Give the sentences of a text that have words, in their order, without what ends them."""
    first = 0
    for place in range(1, len(words.folded) + 1):
        if place == len(words.folded) or words.sentence[place] != words.sentence[first]:
            yield words.literal(first, place)
            first = place
