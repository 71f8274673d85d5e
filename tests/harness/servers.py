"""Real servers of this run's own, on free loopback ports, gone when the run ends."""

import atexit
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.harness.places import free_port, missing, own_folder

SECONDS_TO_START = 60


class Server:
    """A process that is started once, asked whether it is ready, and ended politely."""

    def __init__(self, command: Sequence[str], *, log: Path, env: dict[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                _dies_with_us(command),
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
            )
        atexit.register(self.end)

    def wait_until(self, is_ready: Callable[[], bool], what: str) -> None:
        """Return once it is ready; fail with the end of its log when it ends or takes too long."""
        limit = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < limit and self.process.poll() is None:
            if is_ready():
                return
            time.sleep(0.1)
        tail = self.log.read_text(errors="replace")[-2000:]
        self.end()
        raise RuntimeError(f"{what} did not start:\n{tail}")

    def end(self) -> None:
        """Ask it to end, insist after ten seconds."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def _dies_with_us(command: Sequence[str]) -> list[str]:
    """The command, ended by the system should this run be killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def postgres_programs() -> Path:
    """The folder of PostgreSQL's server programs; the newest where there are several."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: float(found.parent.name))
    beside_path = shutil.which("initdb")
    if not folders and not beside_path:
        missing("PostgreSQL", "apt-get install postgresql")
    return folders[-1] if folders else Path(str(beside_path)).parent


def as_postgres(command: Sequence[str]) -> list[str]:
    """The command, run as the user `postgres` where we are root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


class PostgresCluster:
    """A throw-away PostgreSQL, made fast by not caring about power cuts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.programs = postgres_programs()
        self.folder = own_folder("postgres")
        self.data = self.folder / "data"
        self.server: Server | None = None

    def create(self, template: Path | None) -> None:
        """Take a stopped cluster as it is, or make an empty one."""
        if template:
            shutil.copytree(template, self.data)
        self._give_away()
        if not template:
            initdb = [
                self.programs / "initdb",
                "-D",
                self.data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
            ]
            subprocess.run(
                as_postgres([str(word) for word in [*initdb, "--no-sync"]]), check=True, capture_output=True
            )

    def start(self) -> None:
        """Run it and wait until it answers."""
        options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120"]
        options += [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for option in options:
            command += ["-c", option]
        # pg_isready answers before the ports of a dying twin are free, so ask our own socket.
        self.server = Server(as_postgres(command), log=self.folder.with_suffix(".log"))
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        self.server.wait_until(lambda: subprocess.run(ready).returncode == 0, "PostgreSQL")

    def stop(self) -> None:
        """Stop it in good order, so that its folder can serve as a template."""
        if self.server:
            self.server.process.send_signal(2)
            self.server.process.wait(30)

    def remove(self) -> None:
        """Stop it and forget all it knew."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.with_suffix(".log").unlink(missing_ok=True)

    def _give_away(self) -> None:
        self.data.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "postgres:postgres", str(self.folder)], check=True)
        self.data.chmod(0o700)


class RedisServer:
    """A throw-away Redis that keeps nothing on disk."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if not program:
            missing("Redis", "apt-get install redis-server")
        self.port = free_port()
        self.folder = own_folder("redis")
        self.command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Run it and wait until it answers; also after `kill`, on the same port."""
        self.server = Server(self.command, log=self.folder / "log")
        ping = [shutil.which("redis-cli") or "redis-cli", "-p", str(self.port), "ping"]
        self.server.wait_until(lambda: b"PONG" in subprocess.run(ping, capture_output=True).stdout, "Redis")

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.server.end()
        shutil.rmtree(self.folder, ignore_errors=True)
