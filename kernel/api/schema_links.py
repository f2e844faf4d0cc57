"""Links of the OpenAPI schema: which answer names the object that another operation reads.

Generated clients follow these links, and so do schema tests: what one office was listed or has
made, they ask for as another office.
"""

from typing import Any

CALLED = "id"


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing of the schema: link lists and creations to the readings of one object."""
    for path, item in result["paths"].items():
        collection = result["paths"].get(path.split("{id}")[0])
        if path.count("{") == 1 and "{id}" in path and "get" in item and collection:
            _link(collection, item["get"]["operationId"])
    return result


def _link(collection: dict[str, Any], reading: str) -> None:
    for method, status, place in (("get", "200", "results/0/"), ("post", "201", "")):
        answer = collection.get(method, {}).get("responses", {}).get(status)
        if answer:
            there = {CALLED: f"$response.body#/{place}{CALLED}"}
            link = {"operationId": reading, "parameters": there}
            answer.setdefault("links", {})[reading] = link
