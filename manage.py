#!/usr/bin/env python3
"""Run an administrative command of the system."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    from django.core.management import execute_from_command_line

    from launch.manage import join

    join()
    execute_from_command_line(sys.argv)
