"""The whole product on one machine: `make run`.

Starts PostgreSQL and Valkey (unless the environment names servers), prepares the database, then runs the web server,
the worker, the timetable (beat) and a mail sink, restarts what dies, and leaves nothing behind.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from local import libraries, preparation, seal
from local.children import LIBC, PR_SET_PDEATHSIG, Child, DidNotStart, Family, follow_parent
from local.data_folder import Data
from local.programs import CannotServe
from local.progress import say
from local.servers import Servers
from local.wishes import ROOT, CannotRun, Wishes, check_given_broker, check_given_database, check_port, free_port

#: Seconds between two looks at the children.
BEAT = 0.2
#: Restarts wait twice as long each time, up to this (seconds), until a child has lived for as long.
LONGEST_WAIT = 30


class Interrupted(Exception):
    """Somebody asked us to stop while we were starting."""


@dataclass
class Watch:
    """A child under supervision: when it started, how often it failed, when to start it again."""

    child: Child
    started: float = 0
    failures: int = 0
    due: float | None = None

    def look(self, family: Family, now: float) -> bool:
        """Restart the child when it is due. True when something changed."""
        if self.child.is_running:
            if now - self.started > LONGEST_WAIT:
                self.failures = 0
            return False
        if self.due is None:
            self.child.sweep()
            wait = min(LONGEST_WAIT, 0.25 * 2**self.failures)
            self.failures, self.due = self.failures + 1, now + wait
            say(f"{self.child.name} ended; starting it again in {wait:g} s. Log: {self.child.log}")
            return True
        if now < self.due:
            return False
        self.started, self.due = now, None
        family.spawn(self.child)
        return True


class Stack:
    """Everything that `make run` runs, under one supervisor."""

    def __init__(self, wishes: Wishes) -> None:
        """Take the data folder. Raises CannotRun when another supervisor has it."""
        self.wishes = wishes
        self.address = f"http://localhost:{wishes.port}"  # a name: browsers keep no passkey for a number
        self.data = Data(wishes.data)
        self.family = Family(held=[self.data.take()])
        self.data.write_state(self.address, [])
        self.stopping = False
        self.environment: dict[str, str] = {}
        self.services: list[Child] = []

    # --- Start and stop --------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Start everything, watch over it until asked to stop, and stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.asked_to_stop)
        try:
            self.start()
            self.watch()
        except Interrupted:
            pass
        finally:
            self.stop()

    def asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """The first time: stop in order. Again: kill the product's processes, never PostgreSQL."""
        if self.stopping:
            for child in self.services:
                child.kill()
        self.stopping = True

    def start(self) -> None:
        """The address answers afterwards."""
        check_port(self.wishes.port)
        began = time.monotonic()
        servers = self.start_servers()
        self.environment = self.make_environment(servers)
        self.prepare()
        self.services = self.make_services()
        for service in self.services:
            self.go_on()
            self.family.spawn(service)
        say("Starting web, worker, beat and mail …")
        self.wait_for_web()
        self.data.write_state(self.address, self.family.children)
        self.greet(time.monotonic() - began)

    def go_on(self) -> None:
        """Raise Interrupted when somebody asked us to stop."""
        if self.stopping:
            raise Interrupted

    def watch(self) -> None:
        """Restart what ends, until asked to stop."""
        watches = [Watch(child, time.monotonic()) for child in self.family.children]
        while not self.stopping:
            self.family.check_keeper()
            changes = [watch.look(self.family, time.monotonic()) for watch in watches]
            if any(changes):
                self.data.write_state(self.address, self.family.children)
            time.sleep(BEAT)

    def stop(self) -> None:
        """Stop the product's processes together, then the servers."""
        if self.family.children:
            say("Stopping …")
        for child in reversed(self.services):
            child.ask_to_stop()
        self.family.stop()
        with contextlib.suppress(FileNotFoundError):
            (self.data.folder / "stack.json").unlink()
        say("Nothing is left running.")

    def greet(self, seconds: float) -> None:
        """Say where it is and how to enter."""
        sample, sign_in = (
            f"Enter the sample districts:  {self.address}/sample/",
            f"Sign in:  {self.address}/accounts/login/",
        )
        lines = [
            f"Waymark is ready ({seconds:.0f} s):  {self.address}/",
            sample if self.is_sample else sign_in,
            f"Stop with Ctrl-C. Logs and data: {self.data.folder}",
        ]
        print("\n".join(["", *(f"  {line}" for line in lines), ""]), flush=True)

    # --- Servers ---------------------------------------------------------------------------------------------------

    def start_servers(self) -> dict[str, str]:
        """Our own servers where none were given. Returns the variables that name all of them."""
        if self.wishes.database_given:
            say("Using the PostgreSQL that the environment names.")
            check_given_database()
        if self.wishes.broker_given:
            say("Using the Redis that the environment names.")
            check_given_broker()
        if self.wishes.database_given and self.wishes.broker_given:
            return {}
        servers = Servers(self.data.folder, family=self.family)
        if servers.folder != self.data.folder:
            user = servers.identity.name if servers.identity else "another user"
            say(f"The servers run as {user}, who cannot reach {self.data.folder}. Their data is in {servers.folder}")
        environment = servers.environment()
        if self.wishes.database_given:
            environment = {"REDIS_URL": environment["REDIS_URL"]}
        else:
            say("Starting PostgreSQL …" if not servers.is_new else "Making a new PostgreSQL database …")
            servers.start_postgres()
        if self.wishes.broker_given:
            del environment["REDIS_URL"]
        else:
            self.go_on()
            say("Starting Valkey …")
            servers.start_valkey()
        self.go_on()
        return environment

    def make_environment(self, servers: dict[str, str]) -> dict[str, str]:
        """The variables of every process of the product. What the caller has set stays."""
        defaults = {
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "PUBLIC_URL": self.address,
            "WAYMARK_SAMPLE": "1",
            "WAYMARK_FILES": str(self.data.folder / "files"),
            "WAYMARK_SAMPLE_MAIL": str(self.data.folder / "mail"),
            "STATIC_ROOT": str(self.data.folder / "static"),
            "SEAL_KEYS_DIR": str(self.data.folder / "seal"),
            "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
            "WEB_GRACE": "2",
        }
        given = {name: os.environ[name] for name in defaults if os.environ.get(name)}
        return {
            **os.environ,
            **libraries.library_path(),
            **defaults,
            **given,
            **self.data.secrets(),
            **servers,
            "WEB_BIND": f"127.0.0.1:{self.wishes.port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
        }

    # --- Database, static files, sample ----------------------------------------------------------------------------

    def prepare(self) -> None:
        """Database, static files and seal keys fit the code afterwards. What did before is skipped."""
        seal.ensure(Path(self.environment["SEAL_KEYS_DIR"]), self.environment["SEAL_KEY_PASSPHRASE"])
        static = Path(self.environment["STATIC_ROOT"])
        stamp, digest = static.with_name(f"{static.name}.stamp"), preparation.static_digest()
        if not stamp.exists() or stamp.read_text() != digest:
            self.manage("Collecting static files", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
            stamp.write_text(digest)
        note = f"{preparation.code_digest()} {'with' if self.is_sample else 'without'} sample"
        owner = self.environment["DATABASE_OWNER_URL"]
        if preparation.note(owner) == note:
            return
        if self.environment.get("DATABASE_ADMIN_URL"):
            self.manage("Making the database and its roles", "database_roles")
        self.manage("Bringing the tables up to date", "migrate", "--noinput", "--verbosity", "0")
        if self.is_sample:
            self.manage("Filling the sample districts", "sample_districts")
        preparation.analyze(owner)
        preparation.write_note(owner, note)

    @property
    def is_sample(self) -> bool:
        """True when the sample districts are wanted: always, unless WAYMARK_SAMPLE says otherwise."""
        return self.environment["WAYMARK_SAMPLE"].strip().lower() in {"1", "true", "yes", "on"}

    def manage(self, what: str, *arguments: str) -> None:
        """Run one management command. Raises CannotRun with its last words when it fails."""
        self.go_on()
        say(f"{what} …")
        log = self.data.folder / "logs" / "setup.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=follow_parent(signal.SIGTERM),  # noqa: PLW1509  two system calls, no lock
            )
            while process.poll() is None:
                if self.stopping:
                    process.terminate()
                time.sleep(0.05)
        self.go_on()
        if process.returncode:
            words = log.read_text(errors="replace").strip().splitlines()
            raise CannotRun(f"`manage.py {arguments[0]}` failed: {' / '.join(words[-3:])}\nAll of it: {log}")

    # --- Web, worker, beat, mail -----------------------------------------------------------------------------------

    def make_services(self) -> list[Child]:
        """The product's own processes, in the order of starting."""
        celery = ["-m", "celery", "-A", "config"]
        schedule = self.data.folder / "beat-schedule"
        services = [
            self.service("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "-O", "fair"),
            self.service("beat", *celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(schedule)),
            self.service("web", "-m", "gunicorn", "config.wsgi:application"),
        ]
        if not os.environ.get("EMAIL_URL"):
            port = self.environment["EMAIL_URL"].rpartition(":")[2]
            folder = self.environment["WAYMARK_SAMPLE_MAIL"]
            services.insert(0, self.service("mail", "-m", "local.mail_sink", "--port", port, "--folder", folder))
        return services

    def service(self, name: str, *arguments: str) -> Child:
        """A Python process of the product in the checkout, with its own log."""
        log = self.data.folder / "logs" / f"{name}.log"
        environment = {**self.environment}
        if name != "worker":
            del environment["SEAL_KEY_PASSPHRASE"]  # only the worker seals
        return Child(name, [sys.executable, *arguments], log, environment, folder=ROOT, grace=8)

    def wait_for_web(self) -> None:
        """Return when the address answers. Raises CannotRun when the web server ends or stays silent."""
        web = self.services[-1]
        deadline = time.monotonic() + 120
        while not self.answers():
            self.go_on()
            if not web.is_running:
                raise CannotRun(f"The web server ended while starting. Its last words: {web.last_words()}")
            if time.monotonic() > deadline:
                raise CannotRun(f"The web server did not answer within two minutes. See {web.log}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """True when the address answers anything at all."""
        connection = http.client.HTTPConnection("127.0.0.1", self.wishes.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def follow_make() -> None:
    """Stop when the `make` that started us is killed (Linux)."""
    if LIBC is not None and os.environ.get("MAKELEVEL"):
        LIBC.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM))


def main() -> None:
    """Run until stopped. Every refusal is a sentence."""
    follow_make()
    refusals: tuple[type[Exception], ...] = (CannotRun, CannotServe, DidNotStart)
    try:
        Stack(Wishes.read()).run()
    except refusals as reason:
        sys.exit(f"\n{reason}")


if __name__ == "__main__":
    main()
