"""Keeps processes alive: one that dies is started again; one that keeps dying ends the whole."""

import os
import signal
import subprocess
import time
from pathlib import Path

from launch import account
from launch.trouble import Trouble

MAX_DEATHS_IN_WINDOW = 4  # deaths within WINDOW seconds
WINDOW_S = 60.0
GRACE_S = 20.0  # seconds to finish what is being done


class Process:
    """One child with its own log file and process group."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path):
        self.name, self.command, self.env, self.log = name, command, env, log
        self.deaths: list[float] = []
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                [*account.dies_with_us(), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                start_new_session=True,
            )

    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def ask_to_end(self) -> None:
        if self.child is not None and self.is_alive():
            self.child.terminate()

    def end(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then end it with all it started."""
        if self.child is None:
            return
        try:
            self.child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()

    def said(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Supervisor:
    """Starts, watches and ends a list of processes, in that order."""

    def __init__(self, processes: list[Process]):
        self.processes = processes

    def start(self) -> None:
        for process in self.processes:
            process.start()

    def tend(self) -> None:
        """Start again what died. Raises Trouble when something cannot be kept alive."""
        for process in self.processes:
            if process.is_alive():
                continue
            now = time.monotonic()
            process.deaths = [at for at in process.deaths if now - at < WINDOW_S] + [now]
            if len(process.deaths) >= MAX_DEATHS_IN_WINDOW:
                raise Trouble(
                    f"The {process.name} keeps stopping, so everything was stopped. "
                    f"Its last words, from {process.log}:\n{process.said()}"
                )
            print(f"launch: the {process.name} stopped and is started again.", flush=True)
            process.start()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.ask_to_end()
        deadline = time.monotonic() + GRACE_S
        for process in reversed(self.processes):
            process.end(deadline)
