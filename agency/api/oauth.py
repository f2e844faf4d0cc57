"""Settings of django-oauth-toolkit: how offices' own systems get their tokens.

Everything that RFC 9700 (OAuth 2.0 security) recommends; clients get tokens by their credentials.
"""

from typing import Any

from django.utils.translation import gettext_noop as _

SCOPES = {
    "cases": _("Read and file cases and persons"),
    "requests": _("Send, acknowledge and answer requests; take the mailbox"),
    "notices": _("Read notices and file drafts"),
    "reference": _("Read offices, portfolios and key issues"),
    "consents:decide": _("Give or refuse consent for the office to what others do with its data"),
}
RFC9700 = [
    "ACCESS_TOKEN_TRANSPORT",
    "AUTHZ_RESPONSE_ISS",
    "IMPLICIT_GRANT",
    "PASSWORD_GRANT",
    "PKCE_METHOD",
    "PKCE_REQUIRED",
    "REDIRECT_URI_MATCHING",
    "REDIRECT_URI_SCHEME",
    "REFRESH_TOKEN",
    "TOKEN_STORAGE",
]
PROVIDER: dict[str, Any] = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "SCOPES": SCOPES,
    "DEFAULT_SCOPES": list(SCOPES),
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "central_offices.api.tokens.Validator",
    "SCOPES_BACKEND_CLASS": "central_offices.api.tokens.ClientScopes",
    **{f"COMPLIANT_BCP_RFC9700_{rule}": True for rule in RFC9700},
}
