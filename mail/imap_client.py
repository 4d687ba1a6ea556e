"""IMAPClient as we use it: dates with their zone, an IDLE that misses nothing said and does not wait for the dead."""

import contextlib
import socket
import time
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError

RENEWAL = 25 * 60.0
"""Seconds after which an IDLE is begun anew: servers and routers forget a silent connection (RFC 2177)."""


class Client(IMAPClient):  # type: ignore[misc]  # IMAPClient is not typed
    """A connection. One thread works with it; any other may `wake` it."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - IMAPClient's own
        super().__init__(*args, **named)
        self.normalise_times = False  # else dates come without their zone
        self._look_at_once = False

    def has_news(self) -> bool:
        """Say whether the server told of letters since this was asked last: it tells only once, in any answer."""
        return bool(self._imap.untagged_responses.pop("EXISTS", None))

    def wait_for_news(self, seconds: float) -> None:
        """Wait until the selected folder has a letter more, or that long; at most for one RENEWAL.

        Raises what IMAPClient raises where the connection is dead, OSError where it broke.
        """
        until = time.monotonic() + min(seconds, RENEWAL)
        if not self._begin_idle():
            self._hear(until)
        self.idle_done()  # a dead connection may have looked silent: this tells

    def wake(self) -> None:
        """End the connection from another thread: whatever waits there, even for an answer, returns or raises."""
        with contextlib.suppress(OSError):
            self.socket().shutdown(socket.SHUT_RDWR)

    def _begin_idle(self) -> bool:
        """Begin IDLE; say whether the server had something to tell before that, which IMAPClient takes for an error."""
        if not self.has_capability("IDLE"):  # asked for now: IMAPClient would ask in the middle of it
            raise CapabilityError("no IDLE")
        early = False
        tag = self._idle_tag = self._imap._command("IDLE")  # noqa: SLF001 - as IMAPClient itself does
        while self._imap._get_response() is not None:  # noqa: SLF001 - None is the "+"
            if self._imap.tagged_commands[tag]:
                raise IMAPClientError("IDLE failed")
            early = True
        self._look_at_once = True
        return early

    def _hear(self, until: float) -> None:
        heard = self.idle_check(0)
        while not _new(heard) and (left := until - time.monotonic()) > 0:
            heard = self.idle_check(left)
            if not heard:
                return

    def _poll_socket(self, sock: socket.socket, timeout: float | None = None) -> list[Any]:
        """Look first at what came in one piece with the "+": it has left the socket, so polling would not show it."""
        if self._look_at_once:
            self._look_at_once = False
            return [sock]
        return list(super()._poll_socket(sock, timeout))


def _new(heard: list[Any]) -> bool:
    """Say whether there is a letter more; a farewell raises. Flags that people set and unset are no news."""
    if any(one[0] == b"BYE" for one in heard):
        raise IMAPClientAbortError("BYE")
    return any(len(one) > 1 and one[1] == b"EXISTS" for one in heard)
