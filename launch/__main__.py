"""The commands. Starts on the machine's Python, goes on with the one of .venv."""

import errno
import importlib.util
import os
import sys

from launch import setup
from launch.trouble import Trouble

COMMANDS = {
    "run": ("launch.run", "set everything up and run the system"),
    "test": ("launch.testing", "run the tests, or those that the arguments name"),
    "check": (
        "launch.checks",
        "format, lint, types, import order, migrations, deploy check",
    ),
    "bench": ("launch.measuring", "measure, print the table, keep it in var/bench/"),
    "drill": ("launch.drilling", "faults and large matrices"),
    "lock": ("launch.locking", "write requirements*.txt anew from pyproject.toml"),
    "catalogues": ("launch.catalogues", "take new wordings into locale/*/LC_MESSAGES/django.po"),
    "secrets": ("launch.secret_files", "make the secrets of docker-compose.yml"),
    "manage": ("launch.manage", "a manage.py command against the running system"),
}
BARE = {"secrets"}  # work on the machine's own Python
INSIDE = "IISA_LAUNCH"  # set once we run on the prepared Python


def main(arguments: list[str]) -> int:
    known = {n: v for n, v in COMMANDS.items() if importlib.util.find_spec(v[0]) is not None}
    if not arguments or arguments[0] not in known:
        lines = [f"  {name:<10} {what}" for name, (_, what) in known.items()]
        print("python3 -m launch COMMAND\n" + "\n".join(lines), file=sys.stderr)
        return 2
    try:
        if arguments[0] not in BARE and os.environ.get(INSIDE) != sys.executable:
            prepared = setup.python(browser=arguments[0] == "test")
            os.environ[INSIDE] = prepared
            os.execv(prepared, [prepared, "-m", "launch", *arguments])
        os.environ.pop(INSIDE, None)
        code: int = importlib.import_module(known[arguments[0]][0]).main(arguments[1:])
        return code
    except Trouble as trouble:
        print(f"launch: {trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("launch: The disk is full: free some space and start again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
