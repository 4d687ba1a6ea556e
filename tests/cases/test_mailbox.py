"""What is the matter with a mailbox is one word and one line, and never the end of trying."""

from cases.errors import TryLater
from cases.mailbox import MailboxTrouble, Trouble


def test_trouble_with_a_mailbox_says_what_it_is_and_is_tried_again() -> None:
    trouble = MailboxTrouble(Trouble.INSECURE, "mailbox main: no TLS")
    assert (trouble.trouble, str(trouble)) == (Trouble.INSECURE, "mailbox main: no TLS")
    assert isinstance(trouble, TryLater)
