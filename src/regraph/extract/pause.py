"""A function in, the same function out, run without the collector of cyclic garbage.

Reading an article makes some ten thousand small tuples and drops them again, and no cycles. The collector looks
through them every 700 new ones, which took a fifth of the time; reference counts free them all the same.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def without_collector(work: Callable[P, R]) -> Callable[P, R]:
    """Return `work`, during which the collector stands still; whoever has switched it off finds it so again."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return run
