"""What the OpenAPI schema says of the whole API: where it is, what it is for, under which names.

Linters and generators of clients that nobody here wrote read it (docs/decisions/0047).
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

SCHEME = "officeToken"
DESCRIPTION = (
    "Requests between central offices, with their cases, persons, notices and deadlines. An "
    "office's own system gets a token at `/oauth/token/` with its id and secret over HTTP Basic, "
    "and acts for its office with it; officers call with the session of their browser. An address "
    "may be called with a slash at its end or without. What holds for every operation, and a "
    "client that works, stand in docs/api.md."
)
TAGS = {
    "arrests": "Persons who are held for a request, and until when.",
    "attachments": "Files of requests and answers.",
    "authorities": "The authorities behind the central offices.",
    "bulk-results": "The outcome of each row of many requests that were sent in one call.",
    "cases": "Case files, with their persons, notes and documents.",
    "consents": "Questions to the owner of data, and what was decided.",
    "custody": "The rules by which a person is held until papers arrive.",
    "deputy-requests": "Requests that wait for the approval of a deputy office.",
    "escalation": "The rules by which people are told of what is late.",
    "grounds-of-refusal": "The grounds on which a request may be refused.",
    "instruments": "Treaties, memoranda and hotlines between countries.",
    "jobs": "Long pieces of work, and how far they are.",
    "jwks": "Public keys, to check what was signed.",
    "key-issues": "The annual key issues of the portfolios.",
    "mailbox": "Messages that were delivered to an office's system.",
    "notices": "Notices, from the draft to the recall.",
    "offences": "The offence catalogue.",
    "offices": "The central offices, and how they are reached.",
    "performance": "Figures of how offices keep their time limits.",
    "persons": "Persons in cases, with every identity.",
    "portfolios": "The nine portfolios.",
    "request-reviews": "Requests that the General Secretariat reviews.",
    "request-types": "What can be asked for, and what asking takes.",
    "requests": "Requests from one office to others, and their answers.",
    "tags": "What cases and requests are about across portfolios.",
    "time-limits": "How long an office has to acknowledge and to reply.",
    "webhooks": "Messages that are sent to an office's system.",
}


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing of the schema: the head, the names of webhooks, one form of addresses."""
    home = settings.PUBLIC_URL.rstrip("/")
    result["info"] |= {
        "description": DESCRIPTION,
        "contact": {"name": "The General Secretariat", "url": f"{home}/public/"},
        "license": {"name": "For the agency's central offices", "identifier": "LicenseRef-IISA"},
    }
    result["servers"] = [{"url": home, "description": "This installation."}]
    result["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    flow = result["components"]["securitySchemes"][SCHEME]["flows"]["clientCredentials"]
    flow["tokenUrl"] = f"{home}/oauth/token/"
    for name, item in result.get("webhooks", {}).items():
        named = name.replace(".", "_").replace("-", "_")
        item["post"] |= {"operationId": f"webhook_{named}", "security": []}
    result["paths"] = {path.rstrip("/"): item for path, item in result["paths"].items()}
    _drop_unused(result)
    return result


def _drop_unused(result: dict[str, Any]) -> None:
    """Leave components out that no operation leads to any more."""
    schemas = result["components"]["schemas"]
    wanted = {name for part in ("paths", "webhooks") for name in _named(result.get(part, {}))}
    found: set[str] = set()
    while wanted - found:
        name = (wanted - found).pop()
        found.add(name)
        wanted |= set(_named(schemas[name]))
    result["components"]["schemas"] = {name: schemas[name] for name in schemas if name in found}


def _named(node: Any) -> Iterator[str]:
    """The names of the components that a part of the schema refers to."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"].rsplit("/", 1)[-1]
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _named(part)
