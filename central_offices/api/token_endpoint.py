"""POST /oauth/token/, and what an OAuth client that knows nothing of us reads before it calls.

Credentials come by HTTP Basic only (docs/decisions/0047). A client of another habit is told so: by
the metadata of RFC 8414, and by `error_description` beside the bare `invalid_client`.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView

IN_BODY = (
    "Send client_id and client_secret over HTTP Basic (client_secret_basic). In a body or an "
    "address they are not read."
)
# RFC 6749 5.2 has no quotation marks in it. Which of its reasons it was is told to nobody.
TOLD = {
    "invalid_client": "The id or the secret is another one, the client has ended or was switched "
    "off, or it calls from outside of its networks.",
    "unsupported_grant_type": "Send grant_type=client_credentials.",
    "invalid_scope": "Ask for scopes that the client was registered with, or for none.",
}


class TokenEndpoint(TokenView):
    """HTTP Basic and grant_type=client_credentials, nothing else."""

    http_method_names = ["post", "options"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return _explained(request, self.authorization_flow_token_response(request))


def _explained(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, with a sentence where it refuses without one."""
    if answer.status_code == 200:
        return answer
    told = json.loads(answer.content)
    words = TOLD.get(told.get("error"), "")
    if told.get("error") == "invalid_client" and "HTTP_AUTHORIZATION" not in request.META:
        words = IN_BODY
    if words:
        answer.content = json.dumps({"error_description": words, **told}).encode()
    return answer


@login_not_required
def metadata(request: HttpRequest) -> JsonResponse:
    """GET /.well-known/oauth-authorization-server (RFC 8414 §2)."""
    home = settings.PUBLIC_URL.rstrip("/")
    return JsonResponse(
        {
            "issuer": home,
            "token_endpoint": f"{home}/oauth/token/",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": list(settings.OAUTH2_PROVIDER["SCOPES"]),
            "service_documentation": f"{home}/api/v1/docs/",
        }
    )
