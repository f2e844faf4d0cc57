"""Makes a world where a system is prepared: `python -m bench.world 100k`."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    django.setup()
    from bench.world.making import fill
    from bench.world.sizes import SIZES

    fill(SIZES[sys.argv[1]])
