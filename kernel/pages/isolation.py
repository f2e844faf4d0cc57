"""Headers that every answer carries: no other site embeds it, and no page uses a device."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Passkeys, a copied reference and the board on a wall are all that pages ask browsers for.
OWN = ["publickey-credentials-get", "publickey-credentials-create", "clipboard-write"]
OWN += ["fullscreen", "screen-wake-lock"]
NOBODY = ["accelerometer", "autoplay", "camera", "display-capture", "encrypted-media"]
NOBODY += ["geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone"]
NOBODY += ["midi", "payment", "serial", "usb", "xr-spatial-tracking"]
HEADERS = {
    "Permissions-Policy": ", ".join(
        [f"{name}=(self)" for name in OWN] + [f"{name}=()" for name in NOBODY]
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Isolation:
    """Middleware: outermost, since static files are answered further in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
