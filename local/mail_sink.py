"""A mail server that delivers nothing: each message becomes one .eml file. For the sample setting and for tests.

python -m local.mail_sink --port 1025 --folder var/mail
"""

import argparse
import asyncio
import itertools
import os
import signal
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

#: More than any of our mails; a larger message is refused.
SIZE_LIMIT = 25_000_000


class Folder:
    """Writes what arrives into one folder, in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if there is none."""
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.numbers = itertools.count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the message, with the addresses it was really sent to; whole or not at all."""
        name = f"{time.time_ns()}-{os.getpid()}-{next(self.numbers)}"
        content = envelope.original_content or b""
        sent = "".join(f"X-Sent-To: {address}\r\n" for address in envelope.rcpt_tos).encode()
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(sent + content)
        unfinished.rename(self.folder / f"{name}.eml")
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    """Accept mail on the loopback address until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    handler = Folder(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, data_size_limit=SIZE_LIMIT, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="Keep every mail as a file.")
    parser.add_argument("--port", type=int, default=1025)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.folder))


if __name__ == "__main__":
    main()
