"""The table of views that staff saved for themselves."""

from sqlmodel import Field

from storage.columns import Row, key, table_of


class SavedViewRow(Row, table=True):
    """A view of the queue that a person saved under a name; `query` is what stands in its address."""

    __tablename__ = "saved_view"

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    name: str = Field(primary_key=True)
    query: str


SAVED_VIEW = table_of(SavedViewRow)
