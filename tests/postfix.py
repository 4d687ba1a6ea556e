"""A Postfix of our own as smarthost: TLS with an authority of our own, log-in by Dovecot, next hops that tests run.

Everything lies in a new folder and listens on loopback. Postfix's master has to be started by root; it is stopped
through its own folder, and so by its own process number.
"""

import contextlib
import datetime as dt
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.postgres import NotInstalled

HOST = "127.0.0.1"
USER, WORD = "klage@mta.test", "en hemmelighed"
"""Who may log in."""

OURS = "mentorix.dk"
"""The domain that is brought to our own door."""

NOBODY = "nobody@refused.example"
"""A recipient whom Postfix refuses at once."""

SMALL = 100_000
"""Bytes of the largest letter it takes."""

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-{ports.plain}
myhostname = mta.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
authorized_submit_users = static:anyone
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
smtputf8_enable = yes
message_size_limit = {small}
alias_maps =
alias_database =

smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_received_header = yes
smtpd_sasl_authenticated_header = yes
notify_classes =
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{ports.sasl}
smtpd_recipient_restrictions =
 check_recipient_access inline:{{ {{ {nobody} = 550 5.1.1 There is no such person }} }}
 check_policy_service {{ inet:127.0.0.1:{ports.policy}, default_action=DUNNO, timeout=5s, try_limit=1 }}
 permit_mynetworks reject_unauth_destination

default_transport = smtp:[127.0.0.1]:{ports.next}
transport_maps = inline:{{ {ours}=smtp:[127.0.0.1]:{ports.door} }}
smtp_tls_security_level = may
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
delay_warning_time = 1s
in_flow_delay = 0
"""

MASTER = """
127.0.0.1:{ports.plain} inet n - n - - smtpd
127.0.0.1:{ports.tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:{ports.submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{ports.bare} inet n - n - - smtpd
  -o smtpd_tls_security_level=none
  -o smtpd_discard_ehlo_keywords=dsn
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT = """
base_dir = {folder}/sasl
state_dir = {folder}/sasl
log_path = {folder}/sasl/log
protocols =
instance_name = sasl-{ports.sasl}
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
ssl = no
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home=/
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
  user = nobody
  inet_listener {{
    address = 127.0.0.1
    port = {ports.sasl}
  }}
}}
service auth-worker {{
  user = nobody
}}
"""


@dataclass(frozen=True)
class Ports:
    """Where it listens, and where it looks for what tests may run.

    `plain`: STARTTLS for whoever wants it; `tls`: TLS from the first byte; `submission`: STARTTLS and log-in; `bare`:
    neither TLS nor reports. `next`: the next hop; `door`: our own; `policy`: a greylist; `sasl`: who knows passwords.
    """

    plain: int
    tls: int
    submission: int
    bare: int
    next: int
    door: int
    policy: int
    sasl: int


@dataclass(frozen=True)
class Postfix:
    """A running smarthost."""

    folder: Path
    ports: Ports

    @property
    def authority(self) -> Path:
        """Give the certificate of the authority that signed its own."""
        return self.folder / "authority.pem"

    def url(self, port: int, tls: str = "", who: str = "") -> str:
        """Give its address as SVARFRIST_OUTGOING wants it."""
        return f"smtp://{who}{HOST}:{port}" + (f"?tls={tls}" if tls else "")

    def flush(self) -> None:
        """Let it try at once what it put off."""
        _run(["postqueue", "-c", str(self.folder / "etc"), "-f"])

    def empty(self) -> None:
        """Forget every letter that it still has."""
        _run(["postsuper", "-c", str(self.folder / "etc"), "-d", "ALL"])

    @property
    def log(self) -> str:
        """Give what it says that it did."""
        return (self.folder / "maillog").read_text("utf-8", "replace")


@contextlib.contextmanager
def postfix_started() -> Iterator[Postfix]:
    """Run a Postfix until the block ends; raise NotInstalled where that cannot be."""
    missing = [name for name in ("postfix", "postqueue", "postsuper", "dovecot") if not shutil.which(name)]
    if missing:
        raise NotInstalled(f"{', '.join(missing)} is not installed: apt-get install postfix dovecot-imapd")
    if os.geteuid() != 0:
        raise NotInstalled("Postfix has to be started by root: run the tests of the smarthost as root")
    folder = Path(tempfile.mkdtemp(prefix="svarfrist-postfix-"))
    running = Postfix(folder, Ports(*_free_ports(8)))
    try:
        _write(running)
        with _sasl(running), _master(running):
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(postfix: Postfix) -> None:
    folder = postfix.folder
    folder.chmod(0o755)
    for name in ("etc", "spool", "data", "sasl"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "sasl", "nobody")
    given = {"folder": folder, "ports": postfix.ports, "small": SMALL, "nobody": NOBODY, "ours": OURS}
    (folder / "etc/main.cf").write_text(MAIN.format(**given))
    (folder / "etc/master.cf").write_text(MASTER.format(**given))
    (folder / "sasl.conf").write_text(DOVECOT.format(**given, mechanisms="plain login"))
    (folder / "users").write_text(f"{USER}:{WORD}\n")
    _certify(folder)


def _certify(folder: Path) -> None:
    """Make an authority of our own and have it sign a certificate for this machine."""
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority of our own")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mta.test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST)), x509.DNSName("mta.test")])
    now = dt.datetime.now(dt.UTC)

    def certificate(holder: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        plain = x509.CertificateBuilder().subject_name(holder).issuer_name(issuer).public_key(key.public_key())
        dated = plain.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=2))
        return dated.serial_number(x509.random_serial_number())

    root = certificate(issuer, authority).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    leaf = certificate(subject, server).add_extension(names, critical=False)
    for name, built in (("authority.pem", root), ("server.pem", leaf)):
        (folder / name).write_bytes(built.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM))
    key = server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(key)


@contextlib.contextmanager
def _sasl(postfix: Postfix) -> Iterator[None]:
    """Run the Dovecot that knows who may log in."""
    command = ["dovecot", "-F", "-c", str(postfix.folder / "sasl.conf")]
    as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
    with (postfix.folder / "sasl.out").open("wb") as out:
        server = subprocess.Popen([*as_nobody, *command], stdin=subprocess.DEVNULL, stdout=out, stderr=out)  # noqa: S603 - our own words
    try:
        _wait_for(postfix.ports.sasl, "Dovecot", postfix.folder / "sasl/log")
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


@contextlib.contextmanager
def _master(postfix: Postfix) -> Iterator[None]:
    _run(["postfix", "-c", str(postfix.folder / "etc"), "start"])
    try:
        _wait_for(postfix.ports.plain, "Postfix", postfix.folder / "maillog")
        yield
    finally:
        _run(["postfix", "-c", str(postfix.folder / "etc"), "stop"])


def _wait_for(port: int, name: str, log: Path) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.05)
    said = log.read_text("utf-8", "replace")[-500:] if log.exists() else "nothing"
    raise NotInstalled(f"{name} did not start; it said: {said}")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words
    if done.returncode:
        raise NotInstalled(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-500:]}")


def _free_ports(number: int) -> list[int]:
    """Give free ports, all different: they are held until the last one is known."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
