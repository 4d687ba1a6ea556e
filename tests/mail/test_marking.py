"""Letters are flagged or moved as the organisation wishes, as well as the server lets us, and no others with them."""

import pytest

from cases.mailbox import MailboxTrouble
from mail.imap import Password, close, connect
from mail.imap_folder import Folder
from mail.marking import After, Marker
from tests.dovecot import WORD, Dovecot
from tests.odd_imap import HANG_UP, Odd, letters, listening
from tests.smtp import a_letter

TAKEN = b"Taken"


def marked(odd: Odd, after: After, *uids: int) -> bool:
    """Mark letters of an odd server (the first, where none is named); say whether it let us."""
    with listening(odd):
        client = connect(odd.account, Password("x", lambda: "y"))
        try:
            opened = Folder(client, "INBOX").open(to_write=True)
            return Marker(client, after, "Taken").mark(uids or (1,), opened)
        finally:
            close(client)


def mark(server: Dovecot, user: str, after: After, *uids: int) -> bool:
    """Mark letters of a real server; say whether it let us."""
    client = connect(server.account(user), Password(user, lambda: WORD))
    try:
        return Marker(client, after, "Taken").mark(uids, Folder(client, "INBOX").open(to_write=True))
    finally:
        close(client)


def test_a_flag_of_our_own_is_set_and_a_letter_stays_unread(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    mail_server.put(user, a_letter(), a_letter())
    assert mark(mail_server, user, "flag", 1)
    assert mark(mail_server, user, "flag", 1)
    assert mail_server.holds(user) == {1: {TAKEN}, 2: frozenset()}


def test_letters_are_moved_to_a_folder_that_is_made_for_them(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    mail_server.put(user, a_letter(), a_letter(), a_letter())
    assert mark(mail_server, user, "move", 1)
    assert mark(mail_server, user, "move", 1, 3)
    assert set(mail_server.holds(user)) == {2}
    assert len(mail_server.holds(user, "Taken")) == 2


def test_letters_that_people_have_moved_away_are_passed_over(mail_server: Dovecot) -> None:
    user = mail_server.someone()
    mail_server.put(user, a_letter())
    with mail_server.human(user) as human:
        human.create_folder("Mine")
        human.move([1], "Mine")
    assert mark(mail_server, user, "move", 1)
    assert mark(mail_server, user, "flag", 1)
    assert len(mail_server.holds(user, "Mine")) == 1


def test_without_move_letters_are_copied_and_only_they_are_expunged() -> None:
    odd = Odd(letters(1, 2), capabilities="UIDPLUS NAMESPACE AUTH=PLAIN")
    assert marked(odd, "move")
    assert odd.said('UID COPY 1 "Taken"')
    assert odd.said("UID EXPUNGE") == ["UID EXPUNGE 1"]
    assert not odd.said("EXPUNGE")


def test_a_server_that_says_no_to_move_is_asked_to_copy() -> None:
    odd = Odd(letters(1), answers={"UID MOVE": "NO [CANNOT] not here"})
    assert marked(odd, "move")
    assert odd.said("UID COPY 1")


def test_letters_that_cannot_be_moved_now_are_flagged_and_stay_to_be_moved() -> None:
    odd = Odd(letters(1), answers={"UID MOVE": "NO [OVERQUOTA] full", "UID COPY": "NO [OVERQUOTA] full"})
    assert not marked(odd, "move")
    assert odd.said("UID STORE 1 +FLAGS.SILENT (Taken)")
    assert not odd.said("UID EXPUNGE")


def test_a_server_that_knows_no_safe_way_to_move_has_them_flagged_for_good() -> None:
    odd = Odd(letters(1), capabilities="AUTH=PLAIN")
    assert marked(odd, "move")
    assert [said.split(" ")[1] for said in odd.said("UID")] == ["STORE"]


def test_where_all_folders_stand_below_the_inbox_ours_does_too() -> None:
    odd = Odd(letters(1), prefix="INBOX/")
    assert marked(odd, "move")
    assert odd.said('UID MOVE 1 "INBOX/Taken"')
    assert odd.folders == {"INBOX", "INBOX/Taken"}


@pytest.mark.parametrize(
    ("keeps", "flag"),
    [
        (r"\Answered \Flagged \Deleted \Seen \Draft", rb"\Flagged"),
        (r"\Flagged Taken \Seen", b"Taken"),
        (r"\Seen \Deleted", None),
    ],
    ids=["no flags of ours: a star", "ours is known", "neither"],
)
def test_a_server_that_keeps_no_flags_of_ours_gets_a_star(keeps: str, flag: bytes | None) -> None:
    odd = Odd(letters(1), permanent=keeps)
    assert marked(odd, "flag") is (flag is not None)
    assert odd.said("UID STORE") == ([f"UID STORE 1 +FLAGS.SILENT ({flag.decode()})"] if flag else [])


def test_a_folder_that_may_only_be_read_is_left_alone() -> None:
    answer = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 2] next\r\nOK [READ-ONLY] selected"
    odd = Odd(letters(1), answers={"SELECT": answer, "EXAMINE": answer})
    assert not marked(odd, "flag")
    assert not odd.said("UID STORE")


def test_many_letters_are_marked_in_parts() -> None:
    odd = Odd(letters(*range(1, 451)))
    assert marked(odd, "flag", *odd.letters)
    assert len(odd.said("UID STORE")) == 3


def test_a_line_that_breaks_while_letters_are_marked_is_trouble() -> None:
    wishes: tuple[After, ...] = ("flag", "move")
    for after in wishes:
        odd = Odd(letters(1), answers={"UID STORE": HANG_UP, "UID MOVE": HANG_UP})
        with pytest.raises(MailboxTrouble):
            marked(odd, after)
