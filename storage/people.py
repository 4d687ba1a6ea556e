"""The tables of the people who log in."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, key, maybe_at, table_of


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


class SessionRow(Row, table=True):
    """A log-in. The browser has the secret; here is only its hash."""

    __tablename__ = "session"
    __table_args__ = (ForeignKeyConstraint(["organisation", "staff_id"], ["staff.organisation", "staff.id"]),)

    digest: str = Field(primary_key=True)
    organisation: str
    staff_id: int = Field(sa_type=BigInteger)
    csrf: str
    created_at: datetime = at()
    seen_at: datetime = at()
    expires_at: datetime = at()


class FailedLoginRow(Row, table=True):
    """A failed log-in, so that guessing is slow (by address and by peer)."""

    __tablename__ = "failed_login"
    __table_args__ = (Index("ix_failed_login_who", "who", "at"),)

    id: int = key()
    who: str
    at: datetime = at()


STAFF = table_of(StaffRow)
SESSION = table_of(SessionRow)
FAILED_LOGIN = table_of(FailedLoginRow)
