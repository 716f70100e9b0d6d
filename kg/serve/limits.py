"""What one request may cost. The defaults suit a laptop; a public server will want its own."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of a server; times are seconds, memory and sizes bytes.

    Whoever asks waits for one of ``workers`` processes. A query that has used more than ``quick``
    seconds of the processor is long: at most ``long`` of those run beside, at a lower priority, for
    ``seconds`` at most. So there are never more than ``workers + long`` processes at work, and each may
    use ``memory``; two more wait to take the place of one that is ended.
    """

    seconds: float = 30.0
    quick: float = 0.3
    workers: int = 6
    long: int = 3
    memory: int = 512 * MIB
    rows: int = 100_000
    result: int = 64 * MIB
    query: int = 1 * MIB
    waiting: int = 200
    spool: int = 1024 * MIB
