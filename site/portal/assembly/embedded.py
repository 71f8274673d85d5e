"""Web server, worker and clock in one process, for a machine that has nothing but Python.

The broker is a queue in memory, the database a file. Production runs the same three as processes of their
own (see deploy/guide.md); nothing but the number of processes differs.
"""

import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType

from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController, state
from waitress.server import create_server

from portal.celery import app
from portal.wsgi import application

WEB_THREADS = 8
SECONDS_TO_FINISH = 10


def refuse_taken_port(host: str, port: int) -> None:
    """Find out before the work of a first start, not after it. Raises `OSError` when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _run_worker() -> None:
    """Run tasks one after another in this thread until the process ends."""
    WorkController(
        app=app,
        pool_cls="solo",
        concurrency=1,
        loglevel=logging.WARNING,
        without_gossip=True,
        without_mingle=True,
    ).start()


@contextmanager
def worker_and_beat() -> Iterator[None]:
    """Run the worker and its clock beside the block; let the task in hand finish afterwards."""
    worker = Thread(target=_run_worker, name="worker", daemon=True)
    beat = EmbeddedService(app, max_interval=1, thread=True, scheduler_cls=Scheduler)
    beat.daemon = True
    worker.start()
    beat.start()
    try:
        yield
    finally:
        beat.stop()
        state.should_stop = 0
        worker.join(SECONDS_TO_FINISH)


def _end(signal_number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def serve(host: str, port: int, announce: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a polite kill.

    Args:
        announce: called once the port is open and the worker runs.

    Raises:
        OSError: the port is taken.
    """
    server = create_server(
        application, host=host, port=port, threads=WEB_THREADS, ident="", clear_untrusted_proxy_headers=True
    )
    for polite in (signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, _end)
    with worker_and_beat():
        announce()
        server.run()
    server.close()
