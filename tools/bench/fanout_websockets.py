"""The library `websockets` as a rival: ``broadcast`` to all; says "count every size" as told by its input."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from importlib import import_module
from typing import Any


def message(number: int, size: int) -> str:
    """What one broadcast says."""
    stage = {"number": number, "sent": time.monotonic_ns(), "weight": "亮" * (size // 3)}
    words = {"epoch": "epoch", "seq": number, "at": time.time_ns() // 1_000_000, "parts": {"stage/A": stage}}
    return f"42/public,{json.dumps(['change', words], separators=(',', ':'), ensure_ascii=False)}"


async def main(port: int) -> None:
    """Serve until the input ends."""
    library = import_module("websockets.asyncio.server")
    held: set[Any] = set()

    async def hold(wire: Any) -> None:
        held.add(wire)
        try:
            async for _ in wire:
                pass
        finally:
            held.discard(wire)

    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    number = 0
    async with library.serve(hold, "127.0.0.1", port, compression=None, ping_interval=None, backlog=1024):
        while line := await orders.readline():
            count, every, size = (float(word) for word in line.split())
            due = loop.time()
            for _ in range(int(count)):
                number += 1
                library.broadcast(held, message(number, int(size)))
                due += every
                await asyncio.sleep(max(0.0, due - loop.time()))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
