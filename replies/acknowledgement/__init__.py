"""We have your message, these are your numbers and dates, and this is what we still need: the one automatic letter."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.kind import PRIVACY, Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Line:
    """One matter of the message: its number and kind, and the date (local, included) by which an answer is due.

    `law` is the clock's ("GDPR Art. 12(3)", or the promise). Without a `due`, `starts_by` (local) is when handling
    starts; without either the letter says that a person reads it.
    """

    number: str
    kind: Kind
    due: date | None = None
    law: str = ""
    starts_by: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What the acknowledgement says. `lines` is never empty; `missing` are names of requirements, asked for once.

    `page` is the address of the first case's own page, "" where none is told.

    `right` is what the policy says of appeals to PeopleCert, with its links; it is said with that note alone.

    `notes` are ids of what else must be said:

    ================  ======================================================================================
    peoplecert        a decision of PeopleCert can be appealed against in writing (P-MX-10, P-MX-11)
    voluntary_letter  the e-mail is valid; the signed letter of the policy is voluntary (CON-2)
    processor         rights are passed on to the customer, who is the controller and must answer (P-MB-04)
    customer_known    with processor: we know which customer it is
    third_party       written for somebody else: confirm nothing, ask for authority (R-PRX-1)
    sensitive         a national number or the like is masked, and should not be sent (R-CPR-1, R-BSN-1)
    veiled            health and the like is masked until a person deletes or keeps it (P-JK-07, CON-6)
    certificate       to show a medical certificate is enough; few may open the one that came (P-MX-21, P-AL-11)
    identity_copy     no copy of an identity paper is asked for, and what to cover on one (R-ID-2)
    held              a person reads it before anything else is said: the numbers and nothing more
    ================  ======================================================================================
    """

    organisation: str
    contact: Contact
    name: str | None
    lines: tuple[Line, ...]
    missing: tuple[str, ...] = ()
    notes: frozenset[str] = frozenset()
    right: str = ""
    page: str = ""

    @property
    def held(self) -> bool:
        """Say whether only the numbers may be told."""
        return "held" in self.notes

    @property
    def numbers(self) -> tuple[str, ...]:
        """Give the number of every matter, in order."""
        return tuple(line.number for line in self.lines)

    @property
    def dues(self) -> tuple[date, ...]:
        """Give the different dates, the first to come first."""
        return tuple(sorted({line.due for line in self.lines if line.due}))

    @property
    def asked(self) -> tuple[str, ...]:
        """Give what the list of questions asks; a third party's authority has a paragraph of its own."""
        return tuple(name for name in self.missing if name != "authority" or "third_party" not in self.notes)

    @property
    def referred(self) -> frozenset[str]:
        """Give the numbers of the matters that the processor's customer answers (GDPR Art. 28(3))."""
        if "processor" not in self.notes:
            return frozenset()
        return frozenset(line.number for line in self.lines if line.kind in PRIVACY - {Kind.PRIVACY_COMPLAINT})


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")
_COMPLAINT = Line("MX-26-481903", Kind.COMPLAINT, date(2026, 3, 20), "our promise")
_ACCESS = Line("MX-26-481904", Kind.ACCESS, date(2026, 4, 7), "GDPR Art. 12(3)")
_STARTS = Line("MX-26-481905", Kind.APPEAL, starts_by=datetime(2026, 3, 3, 11))  # noqa: DTZ001 - local, as it is told
_RIGHT = "+++ https://www.peoplecert.org/terms https://peoplecert.org/complaints"
_PAGE = "https://svar.example/case/MX-26-481903"
_MESSAGE = Line("MX-26-481906", Kind.FEEDBACK)

SAMPLES = (
    Facts("Mentorix", _CONTACT, "Anna Holm", (_COMPLAINT,), ("documents",), page=_PAGE),
    Facts("Mentorix", _CONTACT, None, (_COMPLAINT, _ACCESS), ("name", "documents"), frozenset({"peoplecert"}), _RIGHT),
    Facts(
        "Mentorix",
        _CONTACT,
        "Jesper Ø. Sørensen",
        (_STARTS,),
        notes=frozenset({"peoplecert", "sensitive"}),
        right=_RIGHT,
    ),
    Facts("Mentorix", Contact("info@mentorix.dk"), "Anna Holm", (_ACCESS, _STARTS, _MESSAGE), page=_PAGE),
    Facts("Jensens Kurser", Contact("info@jensenskurser.dk"), None, (_MESSAGE,)),
    Facts("ALOTTbetter", _CONTACT, "Ida", (_ACCESS,), ("programme",), frozenset({"voluntary_letter"})),
    Facts("Mentor", _CONTACT, "J. de Vries", (_ACCESS,), ("customer",), frozenset({"processor"})),
    Facts("Mentor", _CONTACT, None, (_ACCESS, _MESSAGE), notes=frozenset({"processor", "customer_known"})),
    Facts("Metier", _CONTACT, "Bo Lund", (_ACCESS,), ("authority", "email"), frozenset({"third_party", "sensitive"})),
    Facts("Metier", _CONTACT, "Bo Lund", (_COMPLAINT,), ("name", "documents"), frozenset({"held", "sensitive"})),
    Facts("Metier", _CONTACT, None, (_ACCESS, _MESSAGE), notes=frozenset({"held"})),
    Facts("Jensens Kurser", _CONTACT, "Anna Holm", (_MESSAGE,), notes=frozenset({"veiled", "sensitive"})),
    Facts("Mentorix", _CONTACT, "Anna Holm", (_MESSAGE,), notes=frozenset({"certificate", "identity_copy"})),
)
"""One of each variant, for the house's tests and for previews."""
