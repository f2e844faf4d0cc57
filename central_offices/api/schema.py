"""Security schemes of the OpenAPI schema: the ways in which a caller proves who it is."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from central_offices.api import authentication


class ClientTokenScheme(OpenApiAuthenticationExtension):
    """OAuth2 client credentials, with the scope that each operation needs."""

    target_class = "central_offices.api.authentication.ClientToken"
    name = "officeToken"

    def get_security_requirement(self, auto_schema: Any) -> Any:
        scope = authentication.scope_of(auto_schema.path, auto_schema.view)
        return {self.name: [scope] if scope else []}

    def get_security_definition(self, auto_schema: Any) -> Any:
        flow = {
            "tokenUrl": "/oauth/token/",
            "scopes": settings.OAUTH2_PROVIDER["SCOPES"],
        }
        return {
            "type": "oauth2",
            "description": "For offices' own systems: a token lives ten minutes.",
            "flows": {"clientCredentials": flow},
        }
