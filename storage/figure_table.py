"""The tables of an organisation's numbers: sums of cases by what they have in common, and how far they were counted."""

from sqlmodel import Field

from storage.columns import Row, json, ref, table_of


class FigureRow(Row, table=True):
    """What is counted of cases that have all of the key in common: numbers that name nobody, and outlive their cases.

    `gone`: the cases are erased. `excluded` are the ids of staff who must not know of the cases, "" for nobody.
    `days`, `working` and `remedies` say how often there was which; `ends` when what is open becomes late.
    """

    __tablename__ = "figure"

    organisation: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    queue: str = Field(primary_key=True)
    ruling: str = Field(primary_key=True)
    excluded: str = Field(primary_key=True)
    gone: bool = Field(primary_key=True)
    received: int
    settled: int
    limited: int
    in_time: int
    days: dict[str, int] = json()
    working: dict[str, int] = json()
    remedies: dict[str, int] = json()
    ends: dict[str, int] = json()


class FigureStateRow(Row, table=True):
    """How an organisation's cases are counted: by which days. `walked_to`: those up to it are to be counted anew."""

    __tablename__ = "figure_state"

    organisation: str = Field(primary_key=True)
    basis: str
    walked_to: int | None = ref()


FIGURE = table_of(FigureRow)
FIGURE_STATE = table_of(FigureStateRow)
