"""Conversations by chat, and the channel on which the person of a case is answered."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='mail'))

    op.create_table('chat',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('secret', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('origin', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('expires_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('link', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('link_until', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('dialogue', sa.JSON(), nullable=False),
    sa.Column('began_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('last_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('next_line', sa.Integer(), nullable=False),
    sa.Column('heard', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('present_until', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'thread_id'], ['thread.organisation', 'thread.id'], name=op.f('fk_chat_organisation_thread_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_chat'))
    )
    with op.batch_alter_table('chat', schema=None) as batch_op:
        batch_op.create_index('ix_chat_thread', ['organisation', 'thread_id'], unique=False)
        batch_op.create_index('ix_chat_last', ['organisation', 'last_at'], unique=False)
        batch_op.create_index('ix_chat_secret', ['organisation', 'secret'], unique=True, sqlite_where=sa.text("secret <> ''"), postgresql_where=sa.text("secret <> ''"))
        batch_op.create_index('ix_chat_address', ['organisation', 'channel', 'address'], unique=False, sqlite_where=sa.text("address <> ''"), postgresql_where=sa.text("address <> ''"))

    op.create_table('chat_line',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('side', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('arrival_id', sa.BigInteger(), nullable=True),
    sa.Column('message_id', sa.BigInteger(), nullable=True),
    sa.Column('outbox_id', sa.BigInteger(), nullable=True),
    sa.Column('say', sa.JSON(), nullable=True),
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'chat_id'], ['chat.organisation', 'chat.id'], name=op.f('fk_chat_line_organisation_chat_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation', 'message_id'], ['message.organisation', 'message.id'], name=op.f('fk_chat_line_organisation_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation', 'outbox_id'], ['outbox.organisation', 'outbox.id'], name=op.f('fk_chat_line_organisation_outbox_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation', 'chat_id', 'seq', name=op.f('pk_chat_line')),
    sa.UniqueConstraint('organisation', 'chat_id', 'client_id', name=op.f('uq_chat_line_organisation_chat_id_client_id'))
    )
    with op.batch_alter_table('chat_line', schema=None) as batch_op:
        batch_op.create_index('ix_chat_line_message', ['organisation', 'message_id'], unique=False)
        batch_op.create_index('ix_chat_line_letter', ['organisation', 'outbox_id'], unique=False)
        batch_op.create_index('ix_chat_line_arrival', ['organisation', 'arrival_id'], unique=False)

    op.create_table('chat_attendance',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=True),
    sa.Column('since', storage.columns.Instant(timezone=True), nullable=True),
    sa.Column('waits_since', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'chat_id'], ['chat.organisation', 'chat.id'], name=op.f('fk_chat_attendance_organisation_chat_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation', 'chat_id', name=op.f('pk_chat_attendance'))
    )


def downgrade() -> None:
    op.drop_table('chat_attendance')
    op.drop_table('chat_line')
    op.drop_table('chat')
    # SQLite rebuilds a table to drop a column, and cannot read an index over an expression
    op.drop_index('ix_case_file_address', 'case_file')
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.drop_column('channel')
    op.execute("CREATE INDEX ix_case_file_address ON case_file (organisation, lower(address), id)")
