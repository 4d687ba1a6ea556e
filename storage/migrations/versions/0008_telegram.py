"""Which process works on which bot at Telegram."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('telegram_bot',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('claimed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('claimed_until', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('heard_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('trouble', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('trouble_since', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('silent_since', storage.columns.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('organisation')
    )


def downgrade() -> None:
    op.drop_table('telegram_bot')
