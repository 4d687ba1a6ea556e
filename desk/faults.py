"""Why a page cannot be given as it was asked for."""

from collections.abc import Mapping


class NotLoggedIn(Exception):
    """Nobody is logged in, or no longer. `form` is what was being sent, so that no text is lost."""

    def __init__(self, form: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.form = form


class NeedsMore(Exception):
    """Somebody is logged in with a password alone, whose role needs more: they are led to where they set it up.

    `form` is what was being sent; it goes on with more than a password.
    """

    def __init__(self, form: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.form = form


class NotProven(Exception):
    """Somebody asks for what cannot be taken back, and showed who they are too long ago.

    `form` is what was being sent; it goes on with it. `fault` is the key of the text that says what was not right.
    """

    def __init__(self, form: Mapping[str, str], fault: str | None = None) -> None:
        super().__init__()
        self.form = form
        self.fault = fault


class Missing(Exception):
    """There is no such thing, or it is not for this person: the two look the same."""


class Forged(Exception):
    """A form that did not come from one of our pages, or from one of an older log-in.

    `form` is what was being sent where it may be shown again, so that no text is lost.
    """

    def __init__(self, form: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.form = form


class TooLarge(Exception):
    """A form larger than any of ours can be."""
