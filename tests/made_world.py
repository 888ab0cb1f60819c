"""A small made-up world as files: two tables of measures and what the press says, for tests of what follows time."""

from pathlib import Path

from regraph import pipeline
from regraph.store import Store

HEADER = "id,title,imposer,kind,target,materials,announced,effective,action,date,until"
HOSTILE = 'Ban on <script>alert(1)</script> tin & "ore"'
MEASURES = f"""{HEADER}
nickel-licence,Licences for nickel and cobalt,ID,export_licensing,,nickel|cobalt,2024-05-01,2024-06-01,,,
nickel-licence,,,,,,,,suspended,2024-09-01,2024-12-31
tin-ban,"{HOSTILE.replace('"', '""')}",ID,export_ban,US,tin,2024-10-01,2024-11-01,,,
"""
UNDATED = """The talks

China has temporarily lifted export restrictions on tungsten for 28 American companies following a trade agreement.
"""


def files(folder: Path) -> list[Path]:
    table = folder / "measures.csv"
    table.write_text(MEASURES, encoding="utf-8")
    return [table]


def store(folder: Path) -> Store:
    """Return a store in memory that holds the made-up world."""
    made = Store.memory()
    done = pipeline.ingest(made, files(folder))
    assert not done.failures, done.failures
    return made
