"""Notices to staff that wait for their hour, quiet hours, what a person wants to hear of, Telegram for staff."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
INSTANT = storage.columns.Instant(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table('notice_choice') as table:
        table.add_column(sa.Column('quiet_from', sa.Integer(), nullable=True))
        table.add_column(sa.Column('quiet_until', sa.Integer(), nullable=True))
        table.add_column(sa.Column('quiet_days', sa.JSON(), nullable=False, server_default='[]'))
        table.add_column(sa.Column('drafts_after', sa.BigInteger(), nullable=True))
        table.add_column(sa.Column('soon_days', sa.Integer(), nullable=False, server_default='0'))
    op.create_table('waiting_notice',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=True),
    sa.Column('staff_id', sa.BigInteger(), nullable=True),
    sa.Column('reader', TEXT(), nullable=False),
    sa.Column('queue', TEXT(), nullable=False),
    sa.Column('news', TEXT(), nullable=False),
    sa.Column('due_at', INSTANT, nullable=True),
    sa.Column('made_at', INSTANT, nullable=False),
    sa.Column('tell_at', INSTANT, nullable=False),
    sa.Column('by_telegram', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'id', name='pk_waiting_notice')
    )
    op.create_index('ix_waiting_notice_tell_at', 'waiting_notice', ['tell_at'])
    op.create_table('staff_telegram',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('address', TEXT(), nullable=True),
    sa.Column('since', INSTANT, nullable=True),
    sa.Column('code', TEXT(), nullable=True),
    sa.Column('code_until', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'staff_id'], ['staff.organisation', 'staff.id'], name='fk_staff_telegram_organisation_staff_id'),
    sa.PrimaryKeyConstraint('organisation', 'staff_id', name='pk_staff_telegram'),
    sa.UniqueConstraint('organisation', 'address', name='uq_staff_telegram_organisation_address')
    )
    op.create_index('ix_staff_telegram_code', 'staff_telegram', ['code'])


def downgrade() -> None:
    op.drop_table('staff_telegram')
    op.drop_table('waiting_notice')
    with op.batch_alter_table('notice_choice') as table:
        for name in ('soon_days', 'drafts_after', 'quiet_days', 'quiet_until', 'quiet_from'):
            table.drop_column(name)
