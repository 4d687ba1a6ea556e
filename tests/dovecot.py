"""A Dovecot of our own: mailboxes on loopback, in a new folder, run without privileges, ended by its own number."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import parseaddr
from itertools import count
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from mail.imap import Account
from tests.postgres import NotInstalled

PROGRAM = "/usr/sbin/dovecot"
HOST = "127.0.0.1"
UNPRIVILEGED = ("nobody", "postgres")
"""Who runs the server where we are root."""

WORD = "hemmeligt"
"""Everybody's password, until a test changes it."""

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
instance_name = {instance}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
login_greeting = ready
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
mail_max_userip_connections = 100
mail_fsync = never
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=plain username_format=%u {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  user = {user}
}}
service auth-worker {{
  user = {user}
}}
service imap-login {{
  chroot =
  user = {user}
  process_min_avail = 1
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  user = {user}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
{more}
"""

OAUTH = """
tokeninfo_url = {tokeninfo}
introspection_mode = auth
username_attribute = email
"""

PEOPLE = 500
"""So many users there are from the beginning: Dovecot looks for new ones only once a second."""

_numbers = count(1)


@dataclass
class Dovecot:
    """A server, running or not. `more` is what its configuration says beside the usual."""

    folder: Path
    ports: tuple[int, int, int]
    more: str = ""
    _as_user: list[str] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def imap_port(self) -> int:
        """Give the port without TLS (or with STARTTLS)."""
        return self.ports[0]

    @property
    def imaps_port(self) -> int:
        """Give the port with TLS."""
        return self.ports[1]

    @property
    def authority(self) -> Path:
        """Give the certificate that clients have to trust."""
        return self.folder / "cert.pem"

    def someone(self) -> str:
        """Give the address of a user who has an empty mailbox."""
        return _address(next(_numbers))

    def let_in(self, user: str, word: str) -> None:
        """Give a user this password from now on, and wait until the server knows."""
        users = self.folder / "users"
        others = [line for line in users.read_text("utf-8").splitlines() if not line.startswith(f"{user}:")]
        new = users.with_suffix(".new")
        new.write_text("\n".join([*others, f"{user}:{{PLAIN}}{word}", ""]), "utf-8")
        new.replace(users)
        _until(lambda: "succeeded" in self.doveadm("auth", "test", user, word), lambda: "the password is not known")

    def account(self, user: str, **changed: Any) -> Account:  # noqa: ANN401 - as the account takes it
        """Give what our side has to know to reach a mailbox, without TLS."""
        plain: dict[str, Any] = {"host": HOST, "user": user, "port": self.imap_port, "tls": "none"}
        return Account(**(plain | changed))

    @contextlib.contextmanager
    def human(self, user: str, folder: str = "INBOX", word: str = WORD) -> Iterator[IMAPClient]:
        """Open the mailbox as a person's mail program does."""
        client = IMAPClient(HOST, self.imap_port, ssl=False, timeout=30)
        client.normalise_times = False
        try:
            client.login(user, word)
            client.select_folder(folder)
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.logout()

    def put(self, user: str, *letters: bytes, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Lay letters into a mailbox, received at an instant (now, where none is given)."""
        with self.human(user) as client:
            for letter in letters:
                client.append(folder, letter, (), at or datetime.now(UTC))

    def deliver(self, user: str, *letters: bytes) -> None:
        """Deliver letters as a mail server does, each from whom it says it is from."""
        with smtplib.LMTP(HOST, self.ports[2]) as line:
            for letter in letters:
                said = BytesHeaderParser(policy=default).parsebytes(letter)
                line.sendmail(parseaddr(str(said["From"]))[1], [user], letter)

    def holds(self, user: str, folder: str = "INBOX") -> dict[int, frozenset[bytes]]:
        """Give the flags of each letter in a folder, by UID."""
        with self.human(user, folder) as client:
            found = client.fetch(client.search("ALL"), ["FLAGS"])
            return {uid: frozenset(said[b"FLAGS"]) - {b"\\Recent"} for uid, said in found.items()}

    def kick(self, user: str) -> None:
        """End every connection of a user."""
        self.doveadm("kick", user)

    def begin_anew(self, user: str) -> None:
        """Forget every UID of a user's inbox, as after a move to another server: UIDVALIDITY changes.

        Once is not enough: UIDVALIDITY is the second in which the server drew it, so within that second it draws the
        same again; and a session that is just being ended may still write the old one.
        """
        home = self.folder / "mail" / user
        before = self._uid_validity(user)

        def renumbered() -> bool:
            self.kick(user)
            for path in (*home.glob("dovecot-uid*"), *home.glob("dovecot.index*")):
                path.unlink(missing_ok=True)
            return self._uid_validity(user) != before

        _until(renumbered, lambda: "UIDVALIDITY stays the same")

    def _uid_validity(self, user: str) -> str:
        """Give what the UIDs of a user's inbox are counted under, as the server says it."""
        return self.doveadm("mailbox", "status", "-u", user, "uidvalidity", "INBOX")

    def doveadm(self, *words: str) -> str:
        """Tell the server something."""
        said = [*self._as_user, "/usr/bin/doveadm", "-c", str(self.folder / "dovecot.conf"), *words]
        return subprocess.run(said, check=False, capture_output=True, cwd=self.folder, text=True).stdout  # noqa: S603 - our own words

    def start(self) -> None:
        """See to it that it runs, and wait until it answers."""
        if self._process is None:
            said = [
                *self._as_user,
                "setpriv",
                "--pdeathsig",
                "TERM",
                PROGRAM,
                "-F",
                "-c",
                str(self.folder / "dovecot.conf"),
            ]
            with (self.folder / "started").open("wb") as told:
                self._process = subprocess.Popen(  # noqa: S603 - our own words
                    said, stdin=subprocess.DEVNULL, stdout=told, stderr=told, cwd=self.folder, start_new_session=True
                )
        _until(self._answers, self._why)

    def crash(self) -> None:
        """End it with all it has begun, as when the power fails."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)
            self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.imap_port), timeout=5) as line:
                return b"ready" in line.recv(1000)
        except OSError:
            return False

    def _why(self) -> str:
        said = [
            path.read_text("utf-8", "replace")[-800:] for path in self.folder.glob("[ls][ot][ga]*") if path.is_file()
        ]
        return f"Dovecot did not start: {said}"


@contextlib.contextmanager
def started(more: str = "", tokeninfo: str = "http://127.0.0.1:9/info?access_token=") -> Iterator[Dovecot]:
    """Run a server until the block ends; raise NotInstalled where the program is missing."""
    if not Path(PROGRAM).exists():
        raise NotInstalled(
            f"Dovecot is not installed ({PROGRAM} is missing): apt-get install dovecot-imapd dovecot-lmtpd"
        )
    folder = Path(tempfile.mkdtemp(prefix="svarfrist-dovecot-"))
    user, as_user = _who(folder)
    server = Dovecot(folder, _free_ports(), more, as_user)
    _certificate(folder)
    names = {"imap_port": server.ports[0], "imaps_port": server.ports[1], "lmtp_port": server.ports[2]}
    place = {"folder": folder, "instance": folder.name, "user": user, "group": _group(user), "more": more}
    (folder / "dovecot.conf").write_text(CONFIGURATION.format(**names, **place))
    (folder / "oauth2.conf.ext").write_text(OAUTH.format(tokeninfo=tokeninfo))
    (folder / "users").write_text("".join(f"{_address(number)}:{{PLAIN}}{WORD}\n" for number in range(1, PEOPLE)))
    (folder / "mail").mkdir()
    for path in (folder, *folder.iterdir()):
        with contextlib.suppress(PermissionError):
            shutil.chown(path, user)
    try:
        server.start()
        yield server
    finally:
        server.crash()
        shutil.rmtree(folder, ignore_errors=True)


def _address(number: int) -> str:
    return f"klage{number}@lab.test"


def _who(folder: Path) -> tuple[str, list[str]]:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, []
    for name in UNPRIVILEGED:
        with contextlib.suppress(LookupError):
            shutil.chown(folder, name)
            return name, ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups", "--"]
    raise NotInstalled(f"there is neither of the users {' and '.join(UNPRIVILEGED)} to run Dovecot as")


def _group(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def _certificate(folder: Path) -> None:
    said = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["/usr/bin/openssl", *said.split(), *files], check=True, capture_output=True)  # noqa: S603 - our own words


def _free_ports() -> tuple[int, int, int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(3)]
        for probe in probes:
            probe.bind((HOST, 0))
        first, second, third = (int(probe.getsockname()[1]) for probe in probes)
        return first, second, third


def _until(holds: Callable[[], bool], why: Callable[[], str]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.05)
    raise NotInstalled(why())
