"""The tables of the people who log in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, ref, table_of


def of_person() -> ForeignKeyConstraint:
    """Give the tie of a row to its member of staff."""
    return ForeignKeyConstraint(["organisation", "staff_id"], ["staff.organisation", "staff.id"])


class StaffRow(Row, table=True):
    """A person who may log in at the desk of one organisation; some only `until` an instant (P-MX-15)."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("organisation", "email"), Index("ix_staff_email", "email"))

    organisation: str = Field(primary_key=True)
    id: int = key()
    email: str
    name: str
    role: str
    password_hash: str
    language: str | None = None
    disabled: bool = False
    created_at: datetime = at()
    until: datetime | None = maybe_at()
    seen_at: datetime | None = maybe_at()


class SessionRow(Row, table=True):
    """A log-in. The browser has the secret; here is only its hash.

    `device` is what the browser calls itself, in two words. `strong`: a second factor, a passkey or the organisation's
    own log-in opened it. `proved_at` is when the person last showed who they are.
    """

    __tablename__ = "session"
    __table_args__ = (of_person(), Index("ix_session_staff", "organisation", "staff_id"))

    digest: str = Field(primary_key=True)
    organisation: str
    staff_id: int = Field(sa_type=BigInteger)
    csrf: str
    created_at: datetime = at()
    seen_at: datetime = at()
    expires_at: datetime = at()
    device: str = ""
    strong: bool = False
    proved_at: datetime | None = maybe_at()


class FailedLoginRow(Row, table=True):
    """A failed log-in, so that guessing is slow (by address and by peer)."""

    __tablename__ = "failed_login"
    __table_args__ = (Index("ix_failed_login_who", "who", "at"),)

    id: int = key()
    who: str
    at: datetime = at()


class InvitationRow(Row, table=True):
    """A link with which a person sets a password, once. The digest is written when the link is made."""

    __tablename__ = "invitation"
    __table_args__ = (of_person(), UniqueConstraint("digest"), Index("ix_invitation_staff", "organisation", "staff_id"))

    organisation: str = Field(primary_key=True)
    id: int = key()
    staff_id: int = Field(sa_type=BigInteger)
    digest: str | None = None
    created_at: datetime = at()
    expires_at: datetime = at()


class CodesRow(Row, table=True):
    """The secret from which a person's device makes one-time codes, sealed with the service's key (RFC 6238).

    `last_step` is the step of the last code that was taken: none is taken twice.
    """

    __tablename__ = "codes"
    __table_args__ = (of_person(),)

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    sealed: str
    last_step: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime = at()


class RecoveryCodeRow(Row, table=True):
    """A code that opens once in the place of the device; the row goes when it is used."""

    __tablename__ = "recovery_code"
    __table_args__ = (of_person(),)

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    digest: str = Field(primary_key=True)


class PasskeyRow(Row, table=True):
    """A passkey: the public half of a key that a person's device has (WebAuthn)."""

    __tablename__ = "passkey"
    __table_args__ = (
        of_person(),
        UniqueConstraint("credential"),
        Index("ix_passkey_staff", "organisation", "staff_id"),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    staff_id: int = Field(sa_type=BigInteger)
    credential: str
    public_key: str
    sign_count: int = Field(default=0, sa_type=BigInteger)
    name: str
    created_at: datetime = at()
    used_at: datetime | None = maybe_at()


class SpentRow(Row, table=True):
    """A challenge that was answered: it is taken no second time while it would still be good."""

    __tablename__ = "spent"

    digest: str = Field(primary_key=True)
    expires_at: datetime = at()


class DeviceRow(Row, table=True):
    """A browser in which a person logged in before; it holds the secret."""

    __tablename__ = "device"
    __table_args__ = (of_person(),)

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    digest: str = Field(primary_key=True)
    seen_at: datetime = at()


class AbsenceRow(Row, table=True):
    """From when to when a person is away, both days included, and who stands in for them meanwhile."""

    __tablename__ = "absence"
    __table_args__ = (of_person(), Index("ix_absence_last", "organisation", "last"))

    organisation: str = Field(primary_key=True)
    id: int = key()
    staff_id: int = Field(sa_type=BigInteger)
    deputy_id: int | None = ref()
    first: date
    last: date
    created_at: datetime = at()


class StaffEventRow(Row, table=True):
    """Something that happened to a person's account: what, when, and by whom (None: from the command line)."""

    __tablename__ = "staff_event"
    __table_args__ = (of_person(), Index("ix_staff_event_staff", "organisation", "staff_id", "id"))

    organisation: str = Field(primary_key=True)
    id: int = key()
    staff_id: int = Field(sa_type=BigInteger)
    at: datetime = at()
    verb: str
    by: int | None = ref()
    data: dict[str, Any] = json()


STAFF = table_of(StaffRow)
SESSION = table_of(SessionRow)
FAILED_LOGIN = table_of(FailedLoginRow)
INVITATION = table_of(InvitationRow)
CODES = table_of(CodesRow)
RECOVERY_CODE = table_of(RecoveryCodeRow)
PASSKEY = table_of(PasskeyRow)
SPENT = table_of(SpentRow)
DEVICE = table_of(DeviceRow)
ABSENCE = table_of(AbsenceRow)
STAFF_EVENT = table_of(StaffEventRow)
