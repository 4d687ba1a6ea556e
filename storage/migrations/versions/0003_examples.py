"""Examples: letters that a person said were misread, redacted."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('example',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('read', sa.JSON(), nullable=False),
    sa.Column('unsure', sa.Boolean(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_example_organisation_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation', 'message_id'], ['message.organisation', 'message.id'], name=op.f('fk_example_organisation_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation', 'message_id', name=op.f('pk_example'))
    )
    op.create_index('ix_example_case', 'example', ['organisation', 'case_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_example_case', 'example')
    op.drop_table('example')
