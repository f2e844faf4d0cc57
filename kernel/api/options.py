"""The answer to OPTIONS: how a resource is called, and nothing that depends on a body.

REST framework would try out whether the caller may POST, with the rules for a POST: whose calls
have to be signed was refused for a body that OPTIONS never has. Fields are in the OpenAPI schema.
"""

from typing import Any

from rest_framework.metadata import SimpleMetadata


class Plain(SimpleMetadata):
    def determine_actions(self, request: Any, view: Any) -> dict[str, Any]:
        return {}
