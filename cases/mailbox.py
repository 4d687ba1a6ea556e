"""What can be the matter with a mailbox that letters are fetched from."""

from enum import StrEnum

from cases.errors import TryLater


class Trouble(StrEnum):
    """What is wrong with a mailbox, in the word that is written down, shown at the desk and counted.

    `insecure`: no TLS where it is wanted, or a certificate that does not hold. `kicked`: the server ended the
    connection. `refused`: it said no to something that it should be able to do. `unmarked`: letters are taken in, but
    it does not let us flag or move them. A log-in with tokens (OAuth) has four words of its own: who gives them
    out lets us have none, or not with a secret that has run out, or does not answer; or the server does not accept one.
    """

    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - a word for what is wrong, no password
    TOKEN_REFUSED = "token-refused"  # noqa: S105 - as above, and so the next two
    SECRET_EXPIRED = "secret-expired"  # noqa: S105
    TOKEN_ENDPOINT_AWAY = "token-endpoint-away"  # noqa: S105
    LOGIN_REFUSED = "login-refused"
    FOLDER_MISSING = "folder-missing"
    KICKED = "kicked"
    REFUSED = "refused"
    UNMARKED = "unmarked"


class MailboxTrouble(TryLater):
    """A mailbox cannot be worked on just now; `trouble` says why, the text which setting it is about."""

    def __init__(self, trouble: Trouble, told: str) -> None:
        """Keep the word; `told` is one line that names the setting and nobody's address or secret."""
        super().__init__(told)
        self.trouble = trouble
