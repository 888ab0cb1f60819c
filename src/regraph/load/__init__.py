"""Files, folders, globs and standard input into documents (and tables into documents with their claims)."""

from regraph.load.files import documents, expand, load
from regraph.load.tables import is_table, tables

__all__ = ["documents", "expand", "is_table", "load", "tables"]
