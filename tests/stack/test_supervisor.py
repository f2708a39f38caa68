"""`make run` on real processes: it starts, restarts what dies, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import pytest

from local.servers import Servers
from tests.stack.running import ROOT, RunningStack, alive, data_folder, free_port, is_alive, plain_environment, wait_for
from tests.stack.signing import MAKE, Signer

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder that several starts share."""
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def stack(data: Path, port: int) -> Iterator[RunningStack]:
    """One that has just been made, with an empty data folder."""
    with RunningStack(data, port) as running:
        running.wait_until_ready()
        yield running


def test_the_first_start_says_what_it_does_and_how_to_enter(stack: RunningStack) -> None:
    for line in ("Making a new PostgreSQL database", "Bringing the tables up to date", f"{stack.address}/sample/"):
        assert line in stack.output
    assert set(stack.children()) == {"postgres", "valkey", "mail", "worker", "beat", "web"}


def test_secrets_are_readable_by_their_owner_alone(stack: RunningStack) -> None:
    assert (stack.data / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_static_files_come_out_of_node_modules_and_static(stack: RunningStack) -> None:
    assert list((stack.data / "static" / "vendor" / "public-sans").glob("*.woff2"))


def test_postgresql_listens_on_no_port(stack: RunningStack) -> None:
    postgres = psutil.Process(stack.children()["postgres"])
    assert [one for one in postgres.net_connections("inet") if one.status == psutil.CONN_LISTEN] == []


def test_a_second_run_on_the_same_data_is_refused_with_a_sentence(stack: RunningStack) -> None:
    second = RunningStack(stack.data, free_port())
    assert second.wait(30) == 1
    assert f"Waymark already runs on {stack.data}: {stack.address}" in second.output
    assert "Traceback" not in second.output
    assert stack.answers()


@pytest.mark.parametrize("name", ["valkey", "postgres", "mail", "worker", "beat", "web"])
def test_a_killed_child_comes_back_and_leaves_no_orphans(stack: RunningStack, name: str) -> None:
    killed = psutil.Process(stack.children()[name])
    family = [killed, *killed.children(recursive=True)]
    killed.kill()
    wait_for(lambda: stack.children().get(name, killed.pid) != killed.pid, 20, f"{name} is back")
    wait_for(lambda: not alive(family), 20, f"nothing of the old {name} is left")
    wait_for(stack.answers, 20, "the address answers")


def test_a_killed_keeper_is_replaced(stack: RunningStack) -> None:
    keeper = keeper_of(stack)
    keeper.kill()
    assert wait_for(lambda: keeper_of(stack, other_than=keeper), 10, "another keeper")


def keeper_of(stack: RunningStack, other_than: psutil.Process | None = None) -> psutil.Process | None:
    own = [child for child in psutil.Process(stack.process.pid).children() if child != other_than and is_alive(child)]
    return next((child for child in own if any(word.endswith("keeper.py") for word in child.cmdline())), None)


def test_after_all_that_everything_is_healthy(stack: RunningStack) -> None:
    wait_for(lambda: "status_code" not in (stack.health() or {"status_code": 0}), 60, "healthy")


def test_given_servers_are_used_instead_of_our_own(data: Path) -> None:
    with Servers.temporary() as servers:
        elsewhere = data / "elsewhere"
        with RunningStack(elsewhere, free_port(), WAYMARK_SAMPLE="0", **servers.environment()) as running:
            running.wait_until_ready()
            assert set(running.children()) == {"mail", "worker", "beat", "web"}
            assert not (elsewhere / "postgres").exists()
            assert running.answers()
        with psycopg2.connect(servers.environment()["DATABASE_OWNER_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) > 0 FROM django_migrations")
            assert cursor.fetchone() == (True,)


def test_sample_is_open_to_a_browser(stack: RunningStack) -> None:
    with urllib.request.urlopen(f"{stack.address}/sample/", timeout=20) as answer:
        assert b"Oak" in answer.read()


# --- The database goes away in the middle of a signature ------------------------------------------------------------

FAMILIES = ("Acosta", "Barrios", "Cabrera")
#: What a clean shutdown and a crash send to the server.
FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT


@pytest.fixture(scope="module")
def signers(stack: RunningStack) -> dict[str, Signer]:
    """A mother of each family, in front of the button "I sign"."""
    stack.shell(MAKE.format(names=FAMILIES))
    found = {name: Signer(stack, name) for name in FAMILIES}
    for signer in found.values():
        signer.opens()
    return found


def look_up(stack: RunningStack, question: str, *values: object) -> list[tuple[object, ...]]:
    """Ask the stack's database as its superuser, who sees every district."""
    address = f"postgresql://postgres@/waymark?host={quote(str(stack.data / 'postgres'))}"
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def signatures(stack: RunningStack, signer: Signer) -> list[tuple[object, ...]]:
    """Of each document that she was asked to sign: its state for her, and how often the chain says that she signed."""
    return look_up(
        stack,
        """
        SELECT party.state, (
            SELECT count(*) FROM agreements_signatureevent event
            WHERE event.party_id = party.id AND event.kind = 'signed'
        )
        FROM agreements_party party WHERE party.name = %s ORDER BY party.id
        """,
        signer.name,
    )


def restart(stack: RunningStack, how: signal.Signals) -> None:
    """Stop the database; the supervisor starts it again."""
    gone = stack.children()["postgres"]
    os.kill(int((stack.data / "postgres" / "postmaster.pid").read_text().split()[0]), how)
    wait_for(lambda: stack.children().get("postgres", gone) != gone, 30, "the database is back")
    wait_for(lambda: "status_code" not in (stack.health() or {"status_code": 0}), 60, "healthy")


def test_a_signature_cut_in_the_middle_does_not_count_and_can_be_given_again(
    stack: RunningStack, signers: dict[str, Signer]
) -> None:
    signer = signers[FAMILIES[0]]
    [(agreement,)] = look_up(
        stack, "SELECT min(agreement_id) FROM agreements_party WHERE name = %s AND state <> 'signed'", signer.name
    )
    address = f"postgresql://postgres@/waymark?host={quote(str(stack.data / 'postgres'))}"
    with closing(psycopg2.connect(address)) as holder, holder.cursor() as cursor, ThreadPoolExecutor(1) as thread:
        # Whoever writes the next line of this document's history waits, inside the transaction that signs.
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"agreements.events:{agreement}"])
        answer = thread.submit(signer.presses_i_sign)
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        wait_for(lambda: look_up(stack, waiting), 20, "the signature is on its way")
        restart(stack, FAST)
        page = answer.result(60)
    assert page is None or page.status_code >= 500
    assert page is None or "No se guardó nada" in page.text
    assert not signer.sees_it_signed()
    assert {number for _state, number in signatures(stack, signer)} == {0}

    signer.get(f"{signer.path}check/")
    assert signer.presses_i_sign() is not None
    assert signer.sees_it_signed()
    assert set(signatures(stack, signer)) == {("signed", 1)}


@pytest.mark.parametrize(("name", "wait", "how"), [(FAMILIES[1], 0.02, AT_ONCE), (FAMILIES[2], 0.15, FAST)])
def test_a_signature_while_the_database_restarts_counts_once_or_not_at_all(
    stack: RunningStack, signers: dict[str, Signer], name: str, wait: float, how: signal.Signals
) -> None:
    signer = signers[name]
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(signer.presses_i_sign)
        time.sleep(wait)
        restart(stack, how)
        page = answer.result(60)
    is_told = page is not None and page.is_success and page.url.path.endswith("/done/")
    counts = signer.sees_it_signed()
    assert counts or not is_told, "told that it counted, and it did not"
    assert set(signatures(stack, signer)) <= ({("signed", 1)} if counts else {("invited", 0), ("opened", 0)})
    if not counts:
        signer.get(f"{signer.path}check/")
        assert signer.presses_i_sign() is not None
        assert signer.sees_it_signed()
    assert set(signatures(stack, signer)) == {("signed", 1)}


# --- The end of the stack above: keep these after it ---------------------------------------------------------------


def test_killing_the_supervisor_leaves_nothing_and_the_next_start_is_clean(stack: RunningStack) -> None:
    family = stack.family()
    assert len(family) > 8
    stack.process.kill()
    with RunningStack(stack.data, stack.port) as second:
        wait_for(lambda: not alive(family), 20, "nothing is left of the killed one")
        second.wait_until_ready(60)
        assert "Bringing the tables up to date" not in second.output
        assert second.answers()


def test_a_second_start_is_quick_and_ctrl_c_leaves_nothing(data: Path, port: int) -> None:
    with RunningStack(data, port) as again:
        assert again.wait_until_ready(60) < 15  # alone on the machine it takes three
        family = again.family()
        again.interrupt()
        began = time.monotonic()
        assert again.wait(30) == 0
        assert time.monotonic() - began < 10
    assert alive(family) == []
    assert "Nothing is left running." in again.output


# --- Refusals ------------------------------------------------------------------------------------------------------


def refusal(**environment: str) -> str:
    """What a start says that must end by itself, without a traceback."""
    answer = subprocess.run(
        [sys.executable, "-m", "local.stack"],
        cwd=ROOT,
        env={**plain_environment(), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    return " ".join(answer.stderr.split())


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as made:
        yield made


def test_a_port_in_use_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(WAYMARK_DATA=str(folder), PORT=str(port))
    assert said == f"Port {port} is in use. Try: make run PORT={port + 1}"


def test_a_port_must_be_a_number(folder: Path) -> None:
    assert "must be a number" in refusal(WAYMARK_DATA=str(folder), PORT="http")


def test_one_database_address_alone_is_not_enough(folder: Path) -> None:
    said = refusal(WAYMARK_DATA=str(folder), PORT=str(free_port()), DATABASE_URL="postgresql://app_rt@db/waymark")
    assert said.startswith("Set DATABASE_URL (role app_rt) and DATABASE_OWNER_URL (role app_owner) together")


def test_given_servers_that_do_not_answer_are_said(folder: Path) -> None:
    nowhere = f"postgresql://app_owner@127.0.0.1:{free_port()}/waymark"
    here = {"WAYMARK_DATA": str(folder), "PORT": str(free_port())}
    assert refusal(**here, DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere).startswith(
        "The database in DATABASE_OWNER_URL does not answer: connection to server"
    )
    assert refusal(**here, REDIS_URL=f"redis://127.0.0.1:{free_port()}").startswith(
        "The Redis in REDIS_URL does not answer:"
    )


def test_too_long_a_path_for_a_socket_is_said(folder: Path) -> None:
    deep = folder / ("deep" * 25)
    assert "bytes; a socket's may have 107. Set WAYMARK_DATA" in refusal(WAYMARK_DATA=str(deep), PORT=str(free_port()))


def test_data_of_another_major_version_is_refused_and_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    said = refusal(WAYMARK_DATA=str(folder), PORT=str(free_port()))
    assert "was made by PostgreSQL 17, and this is 18. Nothing was changed." in said
    assert (folder / "postgres" / "PG_VERSION").read_text() == "17\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_a_folder_that_the_servers_user_cannot_reach_is_replaced_and_its_parent_left_alone(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    servers = Servers(home / "var", durable=False)
    assert not servers.folder.is_relative_to(folder)
    assert home.stat().st_mode & 0o777 == 0o700
    try:
        with servers:
            assert servers.postgres_is_ready()
            assert servers.valkey_is_ready()
    finally:
        shutil.rmtree(servers.folder)


def test_servers_die_with_their_process_and_so_does_their_folder() -> None:
    script = (
        "import time\nfrom local.servers import Servers\n"
        "with Servers.temporary() as servers:\n print(servers.folder, flush=True)\n time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 3
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    wait_for(lambda: not alive(family), 20, "nothing is left")
    assert not folder.exists()
