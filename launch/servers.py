"""PostgreSQL and Valkey together, and the environment that points the system at them."""

import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from launch.postgres import ADMIN, APP, LOADER, OWNER, Postgres
from launch.valkey import Valkey


def new_passwords() -> dict[str, str]:
    return {name: secrets.token_hex(24) for name in (ADMIN, OWNER, APP, "valkey")}


class Servers:
    """Both embedded servers in one folder; `name` is a word that no other data folder has.

    A server that the environment names already (DATABASE_URL, REDIS_URL) is not started. Where
    `invented`, nothing in the database is real, and a role copies rows in (launch.database_roles).
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        passwords: dict[str, str],
        *,
        throwaway: bool = False,
        invented: bool = False,
        settings: Sequence[str] = (),
    ):
        embedded = {"postgres", "valkey"}
        if not throwaway:
            embedded -= {"postgres"} if os.environ.get("DATABASE_URL") else set()
            embedded -= {"valkey"} if os.environ.get("REDIS_URL") else set()
        self.postgres = self.valkey = None
        if "postgres" in embedded:
            place = folder / "postgres"
            self.postgres = Postgres(
                place, name, passwords, throwaway=throwaway, invented=invented, settings=settings
            )
        if "valkey" in embedded:
            databases = 64 if throwaway else 16
            self.valkey = Valkey(folder / "valkey", passwords["valkey"], databases=databases)

    def start(self, database: str) -> dict[str, str]:
        """Start them, make the database, and return the environment that leads to them."""
        leads = {}
        if self.postgres:
            self.postgres.start()
            self.postgres.make_database(database)
            leads["DATABASE_URL"] = self.postgres.url(APP, database)
            leads["DATABASE_OWNER_URL"] = self.postgres.url(OWNER, database)
            if self.postgres.invented:
                leads["DATABASE_LOAD_URL"] = self.postgres.url(LOADER, database)
        if self.valkey:
            self.valkey.start()
            leads["REDIS_URL"] = self.valkey.url()
        return leads

    def tend(self) -> None:
        """Start again what died, at the same address. Raises Trouble when that fails."""
        for server in (self.postgres, self.valkey):
            if server and not server.is_alive():
                print(f"launch: {type(server).__name__} stopped and is started again.", flush=True)
                server.start_again()

    def stop(self) -> None:
        for server in (self.valkey, self.postgres):
            if server:
                server.stop()

    def pids(self) -> set[int]:
        """The processes that were started here and run."""
        found = (server.process for server in (self.postgres, self.valkey) if server)
        return {process.pid for process in found if process}

    @property
    def can_be_kept(self) -> bool:
        """True when the stopped servers lie in their folder, all of them, and are ours to copy."""
        return self.postgres is not None and not self.postgres.account.is_other

    def remove(self) -> None:
        """Delete what a throw-away PostgreSQL kept outside its folder."""
        if self.postgres:
            shutil.rmtree(self.postgres.folder, ignore_errors=True)
