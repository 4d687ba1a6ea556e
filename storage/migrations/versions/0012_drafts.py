"""Drafts: what staff typed and have not sent, the words a draft was prepared with, and who approved it first."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prepared', TEXT(), nullable=True))
    op.create_table('draft_typed',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('letter_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('subject', TEXT(), nullable=False),
    sa.Column('body', TEXT(), nullable=False),
    sa.Column('note', TEXT(), nullable=False),
    sa.Column('saved_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_draft_typed_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'letter_id', 'staff_id', name=op.f('pk_draft_typed'))
    )


def downgrade() -> None:
    op.drop_table('draft_typed')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_column('prepared')
