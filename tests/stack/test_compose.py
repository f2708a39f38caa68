"""The container image and the compose file say nothing that is not so, and their commands work on real servers."""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from local import production
from local.children import Child, Family
from local.servers import Servers
from tests.stack.running import ROOT, free_port, plain_environment, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("compose")]

BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
#: Those that run our image.
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "waymark"}
#: ${NAME}, ${NAME:?what to say when it is missing}, ${NAME:-what it is then}.
INTERPOLATION = re.compile(r"(?<!\$)\$\{(\w+)(?::\?[^}]*|:-(?P<default>[^}]*))?\}")
READ_BY_US = re.compile(r"""(?:environ\.get\(|environ\[|flag\(|words\()\s*"([A-Z_]+)\"""")


def read_variables() -> set[str]:
    """Every variable that our settings and the web server's configuration read."""
    files = [*(ROOT / "config").glob("*.py"), ROOT / "gunicorn.conf.py"]
    return {name for file in files for name in READ_BY_US.findall(file.read_text())}


def image_variables() -> dict[str, str]:
    """What ENV sets in the image."""
    block = re.search(r"^ENV (.*?[^\\])$", DOCKERFILE, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(part.split("=", 1) for part in shlex.split(block[1].replace("\\\n", " ")))


def command_of(name: str) -> list[str]:
    """What the service runs."""
    return [*OURS[name].get("entrypoint", []), *OURS[name]["command"]]


def copied() -> set[str]:
    """What .dockerignore lets into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


# --- What the files say --------------------------------------------------------------------------------------------


def test_the_installation_has_all_its_parts() -> None:
    ours = {"web", "worker", "beat", "migrate", "roles", "manage", "seal_keys"}
    assert set(SERVICES) == {"proxy", "postgres", "redis", *ours}


def test_the_example_names_exactly_the_variables_that_the_compose_file_asks_for() -> None:
    asked = {match[1] for match in INTERPOLATION.finditer((ROOT / "docker-compose.yml").read_text())}
    offered = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert asked == set(offered)


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_variable_is_read_by_the_product(name: str) -> None:
    assert set(OURS[name]["environment"]) <= read_variables()


def test_the_three_database_addresses_go_to_those_who_need_them() -> None:
    holders = {
        variable: {name for name, service in OURS.items() if variable in service["environment"]}
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
    }
    assert holders["DATABASE_URL"] == set(OURS)
    assert holders["DATABASE_OWNER_URL"] == {"migrate", "roles", "manage"}
    assert holders["DATABASE_ADMIN_URL"] == {"roles"}


def test_only_what_people_run_by_hand_stays_away_from_a_start() -> None:
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "manage": ["manage"],
        "seal_keys": ["manage"],
    }


def test_only_the_worker_has_the_key_of_the_seal() -> None:
    """And whoever makes it, by hand; everybody else reads certificates."""
    public, private = "seal_certificates:/srv/seal/certificates", "seal_private:/srv/seal/private"
    volumes = {name: service["volumes"] for name, service in OURS.items()}
    opening = {name for name, service in OURS.items() if "SEAL_KEY_PASSPHRASE" in service["environment"]}
    holding = {name for name, found in volumes.items() if any(private in one for one in found)}
    assert opening == holding == {"worker", "seal_keys"}
    assert f"{private}:ro" in volumes["worker"]
    assert {name for name, found in volumes.items() if public in found} == {"seal_keys"}
    assert {name for name, found in volumes.items() if f"{public}:ro" in found} == set(OURS) - {"seal_keys"}


def test_the_variables_of_the_image_are_read_by_the_product() -> None:
    own = {name for name in image_variables() if name != "PATH" and not name.startswith("PYTHON")}
    assert own <= read_variables()


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_exists(name: str) -> None:
    program, *arguments = command_of(name)
    assert (BIN / program).exists()
    if program == "python":
        assert arguments[0] == "manage.py"
        assert arguments[1] in get_commands()


def test_the_web_servers_port_is_the_same_everywhere() -> None:
    port = image_variables()["WEB_BIND"].rpartition(":")[2]
    assert SERVICES["web"]["expose"] == [port]
    assert f"EXPOSE {port}\n" in DOCKERFILE
    assert f"reverse_proxy web:{port}\n" in (ROOT / "Caddyfile").read_text()
    assert f"http://localhost:{port}/healthz" in SERVICES["web"]["healthcheck"]["test"][-1]
    assert "localhost" in SERVICES["web"]["environment"]["ALLOWED_HOSTS"].split(",")


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"proxy"}
    assert {port.split(":")[0] for port in SERVICES["proxy"]["ports"]} == {"80", "443"}


def test_every_volume_is_declared_used_and_where_the_product_looks() -> None:
    mounts = [mount.split(":") for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {source for source, *_ in mounts if not source.startswith(".")} == set(COMPOSE["volumes"])
    assert all((ROOT / source).is_file() for source, *_ in mounts if source.startswith("."))
    files = image_variables()["WAYMARK_FILES"]
    assert f"VOLUME {files}\n" in DOCKERFILE
    for service in OURS.values():
        assert f"files:{files}" in service["volumes"]
        assert service["environment"]["WAYMARK_FILES"] == files


def test_who_waits_for_whom_can_be_waited_for() -> None:
    for service in SERVICES.values():
        waits = service.get("depends_on", {})
        for name, how in waits.items() if isinstance(waits, dict) else []:
            assert name in SERVICES
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name]
            if how["condition"] == "service_completed_successfully":
                assert SERVICES[name]["restart"] == "no"


def test_hosts_in_addresses_are_services() -> None:
    for service in OURS.values():
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL"):
            if address := service["environment"].get(name):
                host = re.search(r"(?:@|redis://)(\w+):\d+", address)
                assert host is not None
                assert host[1] in SERVICES


def test_what_the_image_copies_is_there_and_nothing_local_is() -> None:
    assert all((ROOT / name).exists() for name in copied())
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for name in (part for line in sources for part in line.split() if part != "."):
        assert name in copied()
    assert not copied() & {"local", "tests", "bench", "var", ".env", "requirements-local.txt", "requirements-dev.txt"}


def test_the_image_holds_every_app(settings: Any) -> None:
    own = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0] / "__init__.py").exists()}
    assert own <= copied()
    assert {"templates", "static", "locale"} <= copied()


def test_the_image_runs_as_nobody_special() -> None:
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["waymark"]


# --- What the commands do ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with Servers.temporary() as running:
        yield running


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


def environment_of(name: str, servers: Servers, port: int) -> dict[str, str]:
    """The service's variables, filled in as from .env, with the hosts of the compose network replaced by ours."""
    made_up = {**production.environment({}, folder=servers.folder), "SITE_ADDRESS": "mentoring.example.org"}

    def value(match: re.Match[str]) -> str:
        default = match["default"]
        return made_up.get(match[1], f"made-up-{match[1].lower()}" if default is None else default)

    filled = {key: INTERPOLATION.sub(value, text) for key, text in OURS[name]["environment"].items()}
    here = {key: value for key, value in servers.environment().items() if key in filled}
    files = str(servers.folder / "files")
    bind = image_variables()["WEB_BIND"].replace("0.0.0.0:8000", f"127.0.0.1:{port}")
    static = str(servers.folder / "static")
    places = {"WAYMARK_FILES": files, "STATIC_ROOT": static, "SEAL_KEYS_DIR": made_up["SEAL_KEYS_DIR"]}
    own = {**places, "WEB_BIND": bind, "HOSTNAME": socket.gethostname()}
    return {**plain_environment(), **filled, **here, **own, "PATH": f"{BIN}:{os.environ['PATH']}"}


def run(command: list[str], environment: dict[str, str]) -> str:
    answer = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def service(name: str, servers: Servers, port: int) -> Child:
    program, *arguments = OURS[name]["command"]
    arguments = [word.replace("/tmp/", f"{servers.folder}/") for word in arguments]
    log = servers.folder / "logs" / f"{name}.log"
    return Child(name, [BIN / program, *arguments], log, environment_of(name, servers, port), folder=ROOT, grace=20)


def is_healthy(name: str, servers: Servers, port: int) -> bool:
    """Run the service's own health check."""
    kind, *command = OURS[name]["healthcheck"]["test"]
    words = [word.replace("$$", "$").replace(":8000", f":{port}") for word in command]
    words = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
    environment = environment_of(name, servers, port)
    return not subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False).returncode


def test_the_image_can_be_built_without_any_server(tmp_path: Path) -> None:
    """With the variables that the Dockerfile gives to its own commands."""
    made_up = dict(re.findall(r"([A-Z_]+)=(\S*building)", DOCKERFILE))
    assert made_up
    environment = {**plain_environment(), **made_up, "STATIC_ROOT": str(tmp_path / "static")}
    run([sys.executable, "config/signing_font.py"], plain_environment())
    run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], environment)
    assert (tmp_path / "static" / "staticfiles.json").is_file()


def test_the_services_run_as_the_compose_file_says(servers: Servers, port: int) -> None:
    for name in ("roles", "migrate", "manage"):
        program, *arguments = command_of(name)
        run([str(BIN / program), *arguments], environment_of(name, servers, port))
    run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"], environment_of("web", servers, port))
    with Family() as family:
        children = [service(name, servers, port) for name in ("worker", "beat", "web")]
        for child in children:
            family.spawn(child)
        for name in ("worker", "web"):
            wait_for(lambda name=name: is_healthy(name, servers, port), 60, f"{name} is healthy")
        for child in reversed(children):
            child.stop()
            assert child.process is not None
            assert child.process.returncode == 0, child.last_words()
