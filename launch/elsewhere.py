"""What a committed file may not name: documents that aren't here, places of one machine, hosts.

All of it is found by its shape. A path is one of a machine if it begins where people keep their
own things; a host is a name behind `://` that is neither reserved for examples (RFC 2606, RFC
6761) nor one of the publishers that the product itself refers to.
"""

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

DOCUMENT = re.compile(r"(?<![\w./:*-])(?:[\w.-]+/|/)*[\w.-]*\w\.md\b")
TOPS = "home|root|work|workspace|Users|opt|srv|mnt|media"
# Anything below those; below the folder for what is passing only what lies in a folder of its own.
MACHINE = re.compile(rf"(?<![\w.$}})~/:<-])/(?:{TOPS}|tmp/[\w.-]+)(?:/[\w.-]+)+")
UPWARDS = re.compile(r"(?<![\w./])(?:\.\./)+[\w-]+")
ADDRESS = re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s\"'`<>()\\]*")
HOST = re.compile(
    r"(?:[^/@]*@)?((?:[\w-]+\.)+[a-zA-Z]{2,}|\d+(?:\.\d+){3})(?![\w-])\.?(?=[:/?#},;.]|$)"
)
INDEX = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}/(?:simple|packages)/")
RESERVED = {"example", "test", "invalid", "localhost"}
PUBLISHERS = {"example.org", "example.com", "example.net", "www.w3.org", "www.un.org"}
PUBLISHERS |= {"scsanctions.un.org", "www.standardwebhooks.com"}
# They describe another machine: the one inside the image.
IMAGES = {"Dockerfile", "docker-compose.yml"}


def traces(name: str, text: str, root: Path) -> Iterator[str]:
    """A sentence for each thing that a file, `name` below `root`, names and that is elsewhere."""
    addresses = ADDRESS.findall(text) if "://" in text else []
    if ".md" in text:
        yield from _documents(name, ADDRESS.sub("", text), root)
    if name not in IMAGES:
        for path in MACHINE.findall(text):
            yield f"{name}: names {path}, a path of one machine."
    for path in UPWARDS.findall(text) if "../" in text else []:
        if len(PurePosixPath(name).parts) - 1 < path.count("../"):
            yield f"{name}: names {path}, which lies outside the repository."
    for address in addresses:
        if host := _foreign(address, attacks=name.startswith("tests/")):
            yield f"{name}: names {host}, a host that the product does not need."
    for index in INDEX.findall(text):
        yield f"{name}: names {index}, an index of packages."


def _documents(name: str, text: str, root: Path) -> Iterator[str]:
    """A document is named from the root, from the folder of the file, or within docs/."""
    places = root, (root / name).parent, root / "docs"
    for document in sorted(set(DOCUMENT.findall(text))):
        if not any((place / document).is_file() for place in places):
            yield f"{name}: names {document}, which is not in the repository."


def _foreign(address: str, attacks: bool) -> str:
    """The host of an address if it may not be named, else "". Tests may name any address of IP."""
    found = HOST.match(address.split("://", 1)[1])
    if found is None:  # one word, such as the name of a service, or filled in when it runs
        return ""
    host = found[1].lower()
    if host.rsplit(".", 1)[-1] in RESERVED or host in PUBLISHERS:
        return ""
    try:
        own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host
    return "" if own or attacks else host
