"""Drafts as people saw them: who approved one first where two have to, and what it was when it was sent back."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table('draft_seen',
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('letter_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('staff_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('act', TEXT(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('subject', TEXT(), nullable=False),
    sa.Column('body', TEXT(), nullable=False),
    sa.Column('seen_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_draft_seen_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'letter_id', 'staff_id', name=op.f('pk_draft_seen'))
    )


def downgrade() -> None:
    op.drop_table('draft_seen')
