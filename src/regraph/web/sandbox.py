"""A process in, one that cannot call out, cannot start another and cannot grow without end.

On Linux the kernel refuses new sockets and new programs (seccomp), whatever a query finds a way to ask for. Elsewhere
the limits alone hold, and queries that would call out are refused before they run, as they are everywhere.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 1  # the call fails with EPERM
_KILL: Final = 0x80000000
# machine -> its audit number, and the numbers of socket, socketpair, execve, execveat, io_uring_setup, ptrace
_MACHINES: Final = {
    "x86_64": (0xC000003E, (41, 53, 59, 322, 425, 101)),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 425, 117)),
}
_X32: Final = 0x40000000  # the other way to number calls on x86_64
_LOAD, _EQUAL, _ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06


def confine(*, memory: int, core: bool = False) -> bool:
    """Give this process, for good, no sockets, no other programs and so many bytes of data beyond what it holds.

    Return whether the kernel keeps it from calling out. Units: bytes.
    """
    held = _data_bytes() + memory
    resource.setrlimit(resource.RLIMIT_DATA, (held, held))
    if not core:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _refuse_calls()


def end_after(seconds: float) -> None:
    """End this process by a signal after so many seconds; 0 calls that off."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _data_bytes() -> int:
    """Return how many bytes of private data the kernel counts for this process."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in told if line.startswith("VmData"))
    except (OSError, StopIteration):
        return 512 << 20


def _refuse_calls() -> bool:
    known = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    program = _program(*known)
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    told = Filter(len(program) // 8, ctypes.addressof(code))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(told), 0, 0) == 0)


def _program(audit: int, refused: tuple[int, ...]) -> bytes:
    """Return the filter: another machine's calls kill, refused ones fail, all others pass."""
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps += [(_ABOVE, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for place, number in enumerate(refused):
        steps.append((_EQUAL, len(refused) - place, 0, number))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def die_with_parent() -> None:
    """End this process when the one that started it ends, however that ends (Linux)."""
    if sys.platform.startswith("linux"):
        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)
