"""Who calls the API: an office's system by OAuth2 token, or a signed-in officer by session."""

from rest_framework.authentication import BaseAuthentication


class ClientToken(BaseAuthentication):
    """The middleware has put the client's system officer into request.user; say so to DRF."""

    def authenticate(self, request):
        officer = getattr(request._request, "client_officer", None)
        return (officer, request._request.access_token) if officer else None

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="api"'
