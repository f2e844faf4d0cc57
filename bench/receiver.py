"""Offices' systems for a bench: one process that answers every POST with 200 at once.

python -m bench.receiver PORT
"""

import asyncio
import re
import sys

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
STORED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, kept open for as many calls as come."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            found = LENGTH.search(head)
            await reader.readexactly(int(found[1]) if found else 0)
            writer.write(STORED)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
