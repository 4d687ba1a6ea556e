"""Views of the queue that staff save, and a short way to what waits for its person."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_PAUSED = sa.text('paused_at IS NOT NULL AND stopped_at IS NULL')


def upgrade() -> None:
    op.create_table('saved_view',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('query', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', 'name', name=op.f('pk_saved_view'))
    )
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.create_index('ix_clock_paused', ['organisation', 'case_id'], unique=False, sqlite_where=_PAUSED, postgresql_where=_PAUSED)


def downgrade() -> None:
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.drop_index('ix_clock_paused', sqlite_where=_PAUSED, postgresql_where=_PAUSED)
    op.drop_table('saved_view')
