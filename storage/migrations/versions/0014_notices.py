"""How people of staff are told: the address of their calendar, and what they chose."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['organisation', 'staff_id'], ['staff.organisation', 'staff.id'], name=f'fk_{table}_organisation_staff_id')


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('digest', TEXT(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('created_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('fetched_at', storage.columns.Instant(timezone=True), nullable=True),
    _of_person('calendar_feed'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', name='pk_calendar_feed'),
    sa.UniqueConstraint('digest', name='uq_calendar_feed_digest')
    )
    op.create_table('notice_choice',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('daily', sa.Boolean(), nullable=False),
    sa.Column('zone', TEXT(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('silent', sa.JSON(), nullable=False),
    _of_person('notice_choice'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', name='pk_notice_choice')
    )


def downgrade() -> None:
    op.drop_table('notice_choice')
    op.drop_table('calendar_feed')
