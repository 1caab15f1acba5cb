"""sdist -> wheel -> clean environment.

The environment holds the wheel alone; spaCy and the other dependencies come from the environment that runs the tests,
through a `.pth` line, so that nothing is downloaded. Such a line is a plain path: the editable install of this
checkout, which is itself a `.pth` file over there, is not seen through it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from recovery_eval import __version__, load_rulebook
from tests.formats.samples import FOLDER, GOLDEN, SAMPLES, told

pytestmark = pytest.mark.packaging

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT)
    return folder


@pytest.fixture(scope="session")
def clean(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment into which the wheel is installed."""
    root = tmp_path_factory.mktemp("clean")
    venv.create(root, with_pip=False, symlinks=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(root), "platbase": str(root)})
    here = sysconfig.get_paths()
    Path(paths["purelib"], "dependencies.pth").write_text(f"{here['purelib']}\n{here['platlib']}\n", encoding="utf-8")
    python = Path(paths["scripts"], "python")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", _one(dist, "*.whl"))
    return python.parent


def test_the_wheel_holds_every_rule_file_and_the_packages_own_data(dist: Path) -> None:
    package = CHECKOUT / "src" / "recovery_eval"
    wanted = {f"recovery_eval/_rules/{name}" for name in _files(CHECKOUT / "rules")}
    wanted |= {f"recovery_eval/{name}" for name in _files(package)}
    assert "recovery_eval/py.typed" in wanted
    assert any(name.startswith("recovery_eval/_demo/") for name in wanted)

    held = set(zipfile.ZipFile(_one(dist, "*.whl")).namelist())
    meta = {name for name in held if name.startswith(f"recovery_eval-{__version__}.dist-info/")}
    assert held - meta == wanted


def test_the_sdist_holds_what_is_needed_to_build_and_to_test(dist: Path) -> None:
    top = f"recovery_eval-{__version__}/"
    with tarfile.open(_one(dist, "*.tar.gz")) as archive:
        held = {name.removeprefix(top) for name in archive.getnames()}
    wanted = {
        f"{folder}/{name}" for folder in ("rules", "tests", "src/recovery_eval") for name in _files(CHECKOUT / folder)
    }
    wanted |= {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile"}
    assert wanted <= held


def test_the_installed_package_finds_the_same_rules_as_the_checkout(clean: Path) -> None:
    code = "import recovery_eval as r; print(r.__file__, r.load_rulebook('core').digest, sep='\\n')"
    place, digest = _run(clean / "python", "-c", code).splitlines()
    assert Path(place).is_relative_to(clean.parent)
    assert digest == load_rulebook("core").digest


def test_the_installed_command_runs_its_demo(clean: Path) -> None:
    assert "/ 100" in _run(clean / "recovery-eval", "demo")


_READ_ALL = """
import json, sys
from recovery_eval import read_transcripts
from recovery_eval.transcript.writers import to_json_line
folder, told = sys.argv[1], json.loads(sys.argv[2])
lines = {name: [to_json_line(each) for each in read_transcripts(f"{folder}/{name}", **told[name])] for name in told}
print(json.dumps(lines))
"""


def test_the_installed_package_reads_every_sample_as_the_checkout_does(clean: Path) -> None:
    options = json.dumps({name: told(name) for name in SAMPLES})
    lines = json.loads(_run(clean / "python", "-c", _READ_ALL, str(FOLDER), options))
    assert {name: "".join(lines[name]).replace(f"{FOLDER.as_posix()}/", "") for name in lines} == {
        name: (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8") for name in SAMPLES
    }


def _run(*command: str | Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=environment, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _files(folder: Path) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _one(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path
