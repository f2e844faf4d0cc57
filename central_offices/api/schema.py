"""What the OpenAPI schema says of how a caller proves who it is: tokens, and salted digests."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter

from central_offices.api import authentication, signatures

SALT = OpenApiParameter(
    signatures.SALT_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="Salt of the recipients' digest in X-JWS-Signature, new for each attempt: 22 to 64 "
    "letters, digits, - or _. Kept, and told to nobody.",
)


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
