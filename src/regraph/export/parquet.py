"""A selection in, its claims, measures and phases as Parquet files out, with typed columns and real lists.

Needs pyarrow: `pip install 'regraph-kg[parquet]'`. Rows go out in groups, so that memory does not grow with them.
"""

from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from regraph.errors import UsageError
from regraph.export.folder import Part
from regraph.export.options import Options
from regraph.export.records import TABLES, Column, Row, Table
from regraph.export.selecting import Selection

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP: Final = 20_000  # rows of one row group
_PIECE: Final = 1_000  # rows that are Python dicts at once: those of a whole group would take 100 MB


def parts(selection: Selection, options: Options) -> Iterator[Part]:  # noqa: ARG001 - as every folder format
    """Yield one Parquet file a table.

    Raises: UsageError where pyarrow is missing.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow: pip install 'regraph-kg[parquet]', or use --format csv")
    for name, table in TABLES.items():
        yield Part(
            name=f"{name}.parquet",
            write=partial(write_table, table, selection),
            media_type="application/vnd.apache.parquet",
            about=f"The {name} as a table.",
        )


def write_table(table: Table, selection: Selection, stream: IO[bytes]) -> None:
    """Write a table as Parquet, compressed with zstd."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = schema(table)
    pieces = _pieces(table.rows(selection), shape)
    with pq.ParquetWriter(stream, shape, compression="zstd") as writer:
        while group := list(islice(pieces, _GROUP // _PIECE)):
            writer.write_table(pa.Table.from_batches(group, schema=shape))


def _pieces(rows: Iterator[Row], shape: "pa.Schema") -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    while piece := list(islice(rows, _PIECE)):
        yield pa.RecordBatch.from_pylist(piece, schema=shape)


def schema(table: Table) -> "pa.Schema":
    """Return the Arrow schema of a table."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
    }
    return pa.schema([_field(column, types[column.kind]) for column in table.columns])


def _field(column: Column, kind: "pa.DataType") -> "pa.Field":
    import pyarrow as pa

    return pa.field(column.name, kind, nullable=column.name != "id")
