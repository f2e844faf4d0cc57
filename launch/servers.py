"""PostgreSQL and Valkey together, and the environment that points the system at them."""

import secrets
from pathlib import Path

from launch.postgres import APP, OWNER, Postgres
from launch.valkey import Valkey


def new_passwords() -> dict[str, str]:
    return {name: secrets.token_hex(24) for name in (OWNER, APP, "valkey")}


class Servers:
    """Both embedded servers in one folder; `database` is the name of the system's database."""

    def __init__(self, folder: Path, passwords: dict[str, str], *, throwaway: bool = False):
        self.postgres = Postgres(folder / "postgres", passwords, throwaway=throwaway)
        databases = 64 if throwaway else 16
        self.valkey = Valkey(folder / "valkey", passwords["valkey"], databases=databases)

    def start(self, database: str) -> dict[str, str]:
        """Start both, make the database, and return the environment that leads to them."""
        self.postgres.start()
        self.valkey.start()
        self.postgres.make_database(database)
        return {
            "DATABASE_URL": self.postgres.url(APP, database),
            "DATABASE_OWNER_URL": self.postgres.url(OWNER, database),
            "REDIS_URL": self.valkey.url(),
        }

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()
