"""Names of measurements in, lines of figures out: `python -m bench [startup ask extract store asof …]`."""

import sys

from bench import ask, asof, export, extraction, layout, serve, startup, validation
from bench import store as stores

MEASUREMENTS = {
    "startup": startup.run,
    "ask": ask.run,
    "extract": extraction.run,
    "validate": validation.run,
    "store": stores.run,
    "serve": serve.run,
    "asof": asof.run,
    "layout": layout.run,
}
LONG = {"store-full": stores.run_full, "export": export.run}  # only where they are named


def main() -> int:
    """Run the measurements named on the command line, all by default."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    known = MEASUREMENTS | LONG
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.stderr.write(f"bench: no measurement {unknown[0]!r}: use {', '.join(known)}\n")
        return 2
    for name in wanted:
        for line in known[name]():
            print(f"{name}\t{line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
