"""`launch secrets`: the files in secrets/ that docker-compose.yml gives to its services."""

import secrets
from pathlib import Path

from launch.places import ROOT
from launch.trouble import Trouble, in_words

FOLDER = ROOT / "secrets"
OWNER, APP, DATABASE = "iisa_owner", "iisa_app", "iisa"


# Not there in installations of earlier versions, and independent of everything else.
ADDED_LATER = ("email_url", "file_key_fallbacks", "metrics_token", "secret_key_fallbacks")


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        made = write(folder)
    except OSError as error:
        raise in_words(error, f"write the secrets to {folder}") from error
    if made:
        print(f"Made {made} files in {folder}. Keep a copy where no backup of the data lies.")
    else:
        print(f"{folder} has every file: nothing was changed.")
    return 0


def write(folder: Path) -> int:
    """Make all files, or what a new version needs beside those that are there; returns how many.

    Raises Trouble where some are missing that were made together: none of them can be made again.
    """
    found = contents()
    if there := {path.name for path in folder.glob("*")}:
        missing = sorted(set(found) - there)
        if gone := [name for name in missing if name not in ADDED_LATER]:
            raise Trouble(
                f"{folder} lacks {', '.join(gone)}, which belongs to the others: restore it from "
                "its copy. Nothing was changed."
            )
        found = {name: found[name] for name in missing}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, text in found.items():
        path = folder / name
        path.write_text(text)
        path.chmod(0o444)  # services run as other accounts; the folder keeps everybody else out
    return len(found)


def contents() -> dict[str, str]:
    admin, owner, app, valkey = (secrets.token_hex(24) for _ in range(4))
    return {
        "secret_key": secrets.token_urlsafe(48),
        "file_key": secrets.token_urlsafe(48),
        "fingerprint_key": secrets.token_urlsafe(48),
        "admin_password": admin,
        "owner_password": owner,
        "app_password": app,
        "database_url": f"postgresql://{APP}:{app}@postgres:5432/{DATABASE}",
        "database_owner_url": f"postgresql://{OWNER}:{owner}@postgres:5432/{DATABASE}",
        "redis_url": f"redis://:{valkey}@valkey:6379/0",
        # The operator's own, empty until there is something to say.
        "email_url": "",
        "file_key_fallbacks": "",
        "secret_key_fallbacks": "",
        "metrics_token": secrets.token_urlsafe(32),
        "valkey_conf": f'requirepass {valkey}\nsave ""\nappendonly no\n',
    }
