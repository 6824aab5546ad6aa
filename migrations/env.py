"""Alembic's way to the database: the application's own engine, its tables as the target."""

from alembic import context

from scoring.store.database import open_engine
from scoring.store.tables import metadata

url = context.config.get_main_option("sqlalchemy.url")
with open_engine(str(url), writes=True).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
