"""HTTP receivers on loopback, good ones and such as fail in every way."""
