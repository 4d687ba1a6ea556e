"""The JSON interface: keys, what came by them, and webhooks."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_key',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('prefix', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('created_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('expires_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('revoked_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('used_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_api_key')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_key_digest'))
    )
    op.create_table('submission',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('key_id', sa.BigInteger(), nullable=False),
    sa.Column('idempotency', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('content', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('arrival_id', sa.BigInteger(), nullable=False),
    sa.Column('at', storage.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_submission')),
    sa.UniqueConstraint('organisation', 'key_id', 'idempotency', name=op.f('uq_submission_organisation_key_id_idempotency'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index('ix_submission_at', ['organisation', 'at'], unique=False)
        batch_op.create_index('ix_submission_arrival', ['organisation', 'arrival_id'], unique=False)

    op.create_table('webhook',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('told_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('failing_since', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('off_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('trouble', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.PrimaryKeyConstraint('organisation', name=op.f('pk_webhook'))
    )
    op.create_table('webhook_call',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('event', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('next_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_webhook_call_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_webhook_call'))
    )
    with op.batch_alter_table('webhook_call', schema=None) as batch_op:
        batch_op.create_index('ix_webhook_call_next', ['next_at'], unique=False)
        batch_op.create_index('ix_webhook_call_case', ['organisation', 'case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('webhook_call')
    op.drop_table('webhook')
    op.drop_table('submission')
    op.drop_table('api_key')
