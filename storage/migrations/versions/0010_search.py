"""What the search finds cases by: SQLite's FTS5, PostgreSQL's tsvector."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_FTS = (
    "CREATE VIRTUAL TABLE search_index USING fts5(place, head_words, words, content='searched', content_rowid='case_id', "
    "tokenize=\"ascii tokenchars ':_-'\")",
    "CREATE TRIGGER searched_put AFTER INSERT ON searched BEGIN "
    "INSERT INTO search_index(rowid, place, head_words, words) VALUES (new.case_id, new.place, new.head_words, new.words); END",
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
    "INSERT INTO search_index(search_index, rowid, place, head_words, words) "
    "VALUES ('delete', old.case_id, old.place, old.head_words, old.words); END",
)
_EVERY = "INSERT INTO search_due (organisation, id, thread_id) SELECT organisation, id, id FROM thread"


def upgrade() -> None:
    on_postgres = op.get_bind().dialect.name == 'postgresql'
    op.create_table('searched',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=False),
    sa.Column('head', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('head_words', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('vector', sa.Text().with_variant(TSVECTOR(), 'postgresql'), nullable=True),
    sa.ForeignKeyConstraint(['organisation', 'case_id'], ['case_file.organisation', 'case_file.id'], name=op.f('fk_searched_organisation_case_id')),
    sa.PrimaryKeyConstraint('organisation', 'case_id', name=op.f('pk_searched')),
    sa.UniqueConstraint('case_id', name=op.f('uq_searched_case_id'))
    )
    with op.batch_alter_table('searched', schema=None) as batch_op:
        batch_op.create_index('ix_searched_thread', ['organisation', 'thread_id'], unique=False)
        batch_op.create_index('ix_searched_vector', ['vector'], unique=False, postgresql_using='gin', sqlite_where=sa.text('vector IS NOT NULL'))
    op.create_table('search_due',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_search_due'))
    )
    op.create_table('search_gone',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('organisation', 'id', name=op.f('pk_search_gone'))
    )
    op.execute(_EVERY)
    for statement in () if on_postgres else _FTS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name != 'postgresql':
        op.execute("DROP TRIGGER searched_gone")
        op.execute("DROP TRIGGER searched_put")
        op.execute("DROP TABLE search_index")
    op.drop_table('search_gone')
    op.drop_table('search_due')
    op.drop_table('searched')
