"""Passkeys (WebAuthn): a key that a person's device keeps, and opens for this desk alone after it saw the person.

A challenge is sealed with the service's key and kept nowhere; once it was answered it is spent.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cases.staff import Staff
from desk.access import Access, Seal
from storage import factors
from storage.factors import Passkey
from storage.page import Page

GOOD_FOR = timedelta(minutes=10)
"""So long a challenge may be answered: a page with a form lies open for a while."""

LONGEST = 20_000
"""Characters. No device answers at such length."""

_LOCAL = "localhost"


@dataclass(frozen=True)
class Gate:
    """For which site passkeys are made, and with what challenges are sealed."""

    access: Access
    address: str

    @property
    def host(self) -> str:
        """Give the name of the site, "" where it has none."""
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """Give scheme, name and port, as browsers say them."""
        at = urlsplit(self.address)
        return f"{at.scheme}://{at.netloc}"

    @property
    def is_open(self) -> bool:
        """Say whether browsers make passkeys for this site: one with a name, over TLS, or this machine itself."""
        try:
            ip_address(self.host)
        except ValueError:
            return bool(self.host) and (self.origin.startswith("https:") or self.host == _LOCAL)
        return False


def options_to_make(gate: Gate, staff: Staff, house: str, have: tuple[Passkey, ...], now: datetime) -> str:
    """Give what a browser needs to make a passkey, as JSON. A device that has one already makes no second."""
    options = generate_registration_options(
        rp_id=gate.host,
        rp_name=f"Svarfrist {house}",
        user_id=_handle(staff),
        user_name=staff.email,
        user_display_name=staff.name,
        challenge=_challenge(gate, f"make {staff.organisation} {staff.id}", now),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in have],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options)


def options_to_show(gate: Gate, now: datetime) -> str:
    """Give what a browser needs to show a passkey, whoever's it is, as JSON."""
    options = generate_authentication_options(
        rp_id=gate.host,
        challenge=_challenge(gate, "show", now),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def made(page: Page, gate: Gate, answer: tuple[str, str], staff: Staff, now: datetime) -> Passkey | None:
    """Enter the passkey that a browser made; `answer` is its JSON and the name. None where it is not right."""
    written, name = answer
    challenge = _answered(page, gate, written, f"make {staff.organisation} {staff.id}", now)
    if challenge is None:
        return None
    try:
        checked = verify_registration_response(
            credential=written,
            expected_challenge=challenge,
            expected_rp_id=gate.host,
            expected_origin=gate.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    key = Passkey(
        staff.organisation,
        factors.new_passkey_id(now),
        staff.id,
        bytes_to_base64url(checked.credential_id),
        bytes_to_base64url(checked.credential_public_key),
        checked.sign_count,
        name,
        now,
    )
    if factors.passkey(page, key.credential):
        return None
    factors.add_passkey(page, key)
    return key


def shown(page: Page, gate: Gate, written: str, now: datetime) -> Passkey | None:
    """Give the passkey that a browser showed, as JSON; None where it is none of ours, or the answer is not right."""
    key = factors.passkey(page, _credential(written))
    challenge = _answered(page, gate, written, "show", now) if key else None
    if key is None or challenge is None:
        return None
    try:
        checked = verify_authentication_response(
            credential=written,
            expected_challenge=challenge,
            expected_rp_id=gate.host,
            expected_origin=gate.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    factors.used(page, key, checked.new_sign_count, now)
    return key


def _handle(staff: Staff) -> bytes:
    """Name a person to their device, without saying who it is."""
    return f"{staff.organisation}:{staff.id}".encode()


def _challenge(gate: Gate, what: str, now: datetime) -> bytes:
    return gate.access.sealed(Seal.CHALLENGE, what, now).encode()


def _answered(page: Page, gate: Gate, written: str, what: str, now: datetime) -> bytes | None:
    """Give the challenge that an answer says it is for, where we gave it for this and nobody answered it before."""
    said = _client(written).get("challenge")
    try:
        challenge = base64url_to_bytes(said) if isinstance(said, str) else b""
        token = challenge.decode("ascii")
    except ValueError:
        return None
    if gate.access.opened(Seal.CHALLENGE, token, now, GOOD_FOR) != what:
        return None
    return challenge if factors.spend(page, token, now, now + GOOD_FOR) else None


def _client(written: str) -> dict[str, object]:
    """Give what the browser signed that it was asked."""
    try:
        octets = base64url_to_bytes(_parsed(written)["response"]["clientDataJSON"])  # type: ignore[index]  # read as it comes
        found = json.loads(octets)
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _credential(written: str) -> str:
    found = _parsed(written).get("id")
    return found if isinstance(found, str) else ""


def _parsed(written: str) -> dict[str, object]:
    try:
        found = json.loads(written[:LONGEST])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
