"""What goes in and out of version 1 of the interface. What is written here is what the OpenAPI document says."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Base64Bytes, BaseModel, ConfigDict, EmailStr, Field, field_validator, model_validator

from bot.uploads import LARGEST_FILE, MOST_FILES
from cases.kind import Kind
from intake.case_standing import Standing, Taken

LONGEST_TEXT = 50_000
LONGEST_NAME = 100

MOST_FIELDS = 20
"""So many fields, known and unknown, are looked at one by one."""

_SITE = re.compile(r"(?i)www\.|\w{2,}\.[a-z]{2,}")
_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_NAME = r"^[0-9]{0,3}(?:[^0-9@/<>:\\\x00-\x1f\x7f]+[0-9]{0,3})*$"


class _Value(BaseModel):
    """What is sent or given, with nothing in it that stands not here."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_few_fields(cls, said: object) -> object:
        """Refuse what has so many fields that naming each that is none would be work for a minute."""
        if isinstance(said, dict) and len(said) > MOST_FIELDS:
            raise ValueError(f"there are more than {MOST_FIELDS} fields")
        return said


class File(_Value):
    """A file, for a request that is JSON; what it is, its bytes say."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="What it is called.", examples=["plan.pdf"])]
    content: Annotated[
        Base64Bytes, Field(description="Its bytes in base64.", max_length=LARGEST_FILE, examples=["JVBERi0xLjQ="])
    ]


class Form(_Value):
    """What a person typed into the form on your site."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_TEXT,
            pattern=r"\S",
            description="What they have to say, in their own words.",
            examples=["Jeg vil gerne klage over kurset i maj. Underviseren kom ikke."],
        ),
    ]
    email: Annotated[
        EmailStr,
        Field(
            max_length=254,
            description="Where they are answered. It proves nothing about who they are.",
            examples=["anna@example.org"],
        ),
    ]
    name: Annotated[
        str | None,
        Field(
            default=None,
            min_length=1,
            max_length=LONGEST_NAME,
            pattern=_NAME,
            description="What they are called: no address, and no number of more than three digits.",
            examples=["Anna Holm"],
        ),
    ]
    language: Annotated[
        Literal["da", "nl", "en"] | None,
        Field(default=None, description="The language of the form; counts where the text is too short to tell one."),
    ]

    @field_validator("name")
    @classmethod
    def _is_no_site(cls, name: str | None) -> str | None:
        """Refuse a name that a mail program would make a link of: our receipt says it to whoever has the address."""
        if name and _SITE.search(name):
            raise ValueError("a name is no web address")
        if name and not (any(map(str.isalpha, name)) and all(map(_is_seen, name))):
            raise ValueError("a name has letters, and nothing that cannot be seen")
        return name


def _is_seen(letter: str) -> bool:
    """Say whether a letter stands where it is typed and can be seen, or joins two that do (UTR 36)."""
    return letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN


class OpenCase(Form):
    """What a person typed into the form on your site, and the files that they chose."""

    files: Annotated[
        list[File],
        Field(default_factory=list, max_length=MOST_FILES, description="At most 10, together at most 25 MB."),
    ]


class CaseStatus(_Value):
    """How a case stands. Nothing in it names anybody."""

    number: Annotated[str, Field(description="Its public number.", examples=["MX-26-481903"])]
    kind: Annotated[Kind, Field(description="What the matter is.")]
    status: Annotated[
        Literal["open", "forwarded", "answered", "closed"],
        Field(description="`forwarded`: passed on to whoever is responsible for it."),
    ]
    received_at: Annotated[datetime, Field(description="When it came; its time limits run from then.")]
    due: Annotated[
        date | None, Field(description="The last day of the time limit that the person was told of, where one runs.")
    ]
    late: Annotated[bool, Field(description="Whether that day is past.")]
    waits: Annotated[bool, Field(description="Whether that time stands still until the person answers a question.")]
    missing: Annotated[list[str], Field(description="What was asked for and has not come, such as `course`.")]

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """Give what is said of a case."""
        return cls.model_validate(
            {
                "number": standing.number,
                "kind": standing.kind,
                "status": standing.outside,
                "received_at": standing.received_at,
                "due": standing.due,
                "late": standing.late,
                "waits": standing.waits,
                "missing": list(standing.missing),
            }
        )


class Submission(_Value):
    """What became of something that was sent: `waiting` until it is read, `read` with the cases that it opened."""

    id: Annotated[str, Field(description="What it is called here.", examples=["844913205215"])]
    status: Literal["waiting", "read"]
    received_at: Annotated[datetime, Field(description="When it was kept. From then on nothing of it is lost.")]
    url: Annotated[str, Field(description="Where to ask what became of it, for 30 days: a path at the same host.")]
    cases: Annotated[list[CaseStatus], Field(description="One letter may be about several matters.")]

    @classmethod
    def of(cls, taken: Taken, base: str) -> Self:
        """Give what is said of a submission; `base` is where the interface begins."""
        id_ = str(taken.submission.id)
        return cls(
            id=id_,
            status="read" if taken.read else "waiting",
            received_at=taken.submission.at,
            url=f"{base}/submissions/{id_}",
            cases=[CaseStatus.of(one) for one in taken.cases],
        )


class FieldProblem(_Value):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(_Value):
    """Why something cannot be done (RFC 9457); `code` is for programs, `detail` for people."""

    type: Annotated[str, Field(examples=["/docs/#slow"])]
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] = []
