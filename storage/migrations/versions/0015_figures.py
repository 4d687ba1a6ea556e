"""An organisation's numbers, kept as they change; those of erased cases, which were apart, among them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
GROUP = ("organisation", "month", "kind", "language", "channel", "queue", "ruling", "excluded")
OLD = ("organisation", "month", "kind", "language", "channel", "ruling", "in_time")
_GONE = """
INSERT INTO figure (organisation, month, kind, language, channel, queue, ruling, excluded, gone, received, settled, limited, in_time, days, working, remedies, ends)
SELECT organisation, month, kind, language, channel, '', ruling, '', {true}, sum(cases), sum(cases),
sum(CASE WHEN in_time <> '' THEN cases ELSE 0 END), sum(CASE WHEN in_time = 'yes' THEN cases ELSE 0 END), '{{}}', '{{}}', '{{}}', '{{}}'
FROM statistic GROUP BY organisation, month, kind, language, channel, ruling
"""
_BACK = """
INSERT INTO statistic (organisation, month, kind, language, channel, ruling, in_time, cases)
SELECT organisation, month, kind, language, channel, ruling, '{written}', sum({cases})
FROM figure WHERE gone GROUP BY organisation, month, kind, language, channel, ruling HAVING sum({cases}) > 0
"""


def upgrade() -> None:
    op.create_table(
        "figure",
        *(sa.Column(name, TEXT(), nullable=False) for name in GROUP),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("received", "settled", "limited", "in_time")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("days", "working", "remedies", "ends")),
        sa.PrimaryKeyConstraint(*GROUP, "gone", name="pk_figure"),
    )
    op.create_table(
        "figure_state",
        sa.Column("organisation", TEXT(), nullable=False),
        sa.Column("basis", TEXT(), nullable=False),
        sa.Column("walked_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", name="pk_figure_state"),
    )
    op.execute(sa.text(_GONE.format(true="true" if op.get_bind().dialect.name == "postgresql" else "1")))
    op.drop_table("statistic")
    op.add_column("case_file", sa.Column("counted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("case_file", sa.Column("counted_as", TEXT(), nullable=True))
    op.create_index(
        "ix_case_file_uncounted",
        "case_file",
        ["organisation", "id"],
        unique=False,
        sqlite_where=sa.text("counted = 0"),
        postgresql_where=sa.text("NOT counted"),
    )


def downgrade() -> None:
    op.drop_index("ix_case_file_uncounted", "case_file")
    op.drop_column("case_file", "counted_as")
    op.drop_column("case_file", "counted")
    op.create_table(
        "statistic",
        *(sa.Column(name, TEXT(), nullable=False) for name in OLD),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*OLD, name="pk_statistic"),
    )
    for written, cases in (("yes", "in_time"), ("no", "limited - in_time"), ("", "received - limited")):
        op.execute(sa.text(_BACK.format(written=written, cases=cases)))
    op.drop_table("figure_state")
    op.drop_table("figure")
