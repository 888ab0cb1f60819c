"""A notebook in, the same notebook with the outputs of its cells out, without Jupyter.

python -m tests.notebooks STORE      runs docs/analyst.ipynb on a store built from the seeds, and writes it anew
"""

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

ANALYST = Path(__file__).parent.parent / "docs" / "analyst.ipynb"


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook with the outputs that its code cells give now, run one after the other."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells, count = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            outputs = _outputs("".join(cell["source"]), names, count)
            cells.append(cell | {"execution_count": count, "outputs": outputs})
        else:
            cells.append(cell)
    return notebook | {"cells": cells}


def _outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307
    out: list[dict[str, Any]] = []
    if printed.getvalue():
        out.append({"output_type": "stream", "name": "stdout", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = _lines(value._repr_html_())
        out.append({"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": data})
    return out


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def written(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ["REGRAPH_STORE"] = sys.argv[1]
    ANALYST.write_text(written(executed(json.loads(ANALYST.read_text(encoding="utf-8")))), encoding="utf-8")
