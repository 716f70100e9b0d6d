"""How much memory a process uses."""

from __future__ import annotations

from pathlib import Path


def memory_of(pid: int | str, field: str = "VmRSS") -> int:
    """Bytes that a process uses, from Linux; 0 where that cannot be known."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0
