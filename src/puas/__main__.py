"""`python -m puas`: the operators' door."""

import os
import sys


def main() -> None:
    """Run the command line; a PuasError becomes one sentence and its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puas.settings")
    from puas.commands import run

    sys.exit(run())


if __name__ == "__main__":
    main()
