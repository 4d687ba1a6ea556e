"""The page that each person has of their own case: what opens it, and on which browsers they proved who they are."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_pass',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('until', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('revoked_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_case_pass_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_case_pass')),
    sa.UniqueConstraint('digest', name=op.f('uq_case_pass_digest'))
    )
    op.create_table('case_visit',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('pass_id', sa.BigInteger(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_at', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('until', storage.columns.Instant(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('proved_at', storage.columns.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_case_visit_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name=op.f('pk_case_visit'))
    )
    with op.batch_alter_table('case_visit', schema=None) as batch_op:
        batch_op.create_index('ix_case_visit_digest', ['digest'], unique=False)


def downgrade() -> None:
    op.drop_table('case_visit')
    op.drop_table('case_pass')
