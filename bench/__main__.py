"""Names of measurements in, one line of figures each on stdout: `python -m bench [startup ask extract store …]`."""

import sys

from bench import ask, extraction, startup, validation
from bench import store as stores

MEASUREMENTS = {
    "startup": startup.run,
    "ask": ask.run,
    "extract": extraction.run,
    "validate": validation.run,
    "store": stores.run,
}


def main() -> int:
    """Run the measurements named on the command line, all by default."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        sys.stderr.write(f"bench: no measurement {unknown[0]!r}: use {', '.join(MEASUREMENTS)}\n")
        return 2
    for name in wanted:
        for line in MEASUREMENTS[name]():
            print(f"{name}\t{line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
