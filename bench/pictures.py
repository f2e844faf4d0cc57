"""A picture of the size of a passport photograph, for benches."""

import io
from functools import cache

from PIL import Image


@cache
def face() -> bytes:
    """Return a JPEG of 900 × 1200 points with some noise, about as heavy as a photograph."""
    noise = Image.effect_noise((900, 1200), 20).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=60)
    return written.getvalue()
