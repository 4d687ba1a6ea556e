"""The dialogue of last resort: a line is taken as it was read, and nothing is said. Pure."""

from cases.case import Case
from cases.chat import Dialogue, Gathered, Take, Talk, Turn
from cases.office import Office
from cases.reading import Reading


class PlainTalk:
    """Takes every line as it was read, so that a person of the organisation finds it."""

    def take(self, dialogue: Dialogue, reading: Reading, _known: Gathered, _office: Office, /) -> Take:
        """Take a line as it was read."""
        return Take(reading, dialogue)

    def turn(self, take: Take, _known: Gathered, _opened: tuple[Case, ...], _office: Office, /) -> Turn:
        """Say nothing."""
        return Turn(take.dialogue, take.says)


PLAIN: Talk = PlainTalk()
