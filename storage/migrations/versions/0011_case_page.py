"""The case page: notes among staff, whom they mention, and who is looking."""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def _at(name: str) -> sa.Column:
    return sa.Column(name, storage.columns.Instant(timezone=True), nullable=False)


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=f'fk_{table}_organisation_case_id')


def _org() -> sa.Column:
    return sa.Column('organisation', TEXT(), nullable=False)


def upgrade() -> None:
    op.create_table('case_note', _org(), _id('case_id'), _id('id'),
    sa.Column('text', TEXT(), nullable=False), _id('written_by'), _at('written_at'),
    sa.Column('client', TEXT(), nullable=False),
    _of_case('case_note'),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'id', name='pk_case_note'),
    sa.UniqueConstraint('organisation', 'case_id', 'client', name='uq_case_note_organisation_case_id_client')
    )
    op.create_table('case_mention', _org(), _id('case_id'), _id('note_id'), _id('staff_id'), _at('mentioned_at'),
    _of_case('case_mention'),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'note_id', 'staff_id', name='pk_case_mention')
    )
    op.create_index('ix_case_mention_staff', 'case_mention', ['organisation', 'staff_id', 'mentioned_at'], unique=False)
    op.create_table('case_watch', _org(), _id('case_id'), _id('staff_id'), _at('seen_at'),
    sa.Column('edits', sa.Boolean(), nullable=False),
    _of_case('case_watch'),
    sa.PrimaryKeyConstraint('organisation', 'case_id', 'staff_id', name='pk_case_watch')
    )


def downgrade() -> None:
    for table in ('case_watch', 'case_mention', 'case_note'):
        op.drop_table(table)
