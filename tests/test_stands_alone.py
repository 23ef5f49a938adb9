"""The project stands alone: it names nothing outside of itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.our_files import ROOT, our_files

HOSTS = ("py" + "pi.", "python" + "hosted", "npm" + "js", "proxy." + "golang", "mirrors" + ".")
PATHS = (
    r"(?<![\w.])/(?:work|root|home/\w+)/(?:main|shared|\.\w+)",
    r"/opt/p" + r"y",
    r"\.\./" + r"shared",
    r"/tmp/br" + r"ief",
)
ELSEWHERE = re.compile("|".join((*PATHS, *map(re.escape, HOSTS))))
BESIDE = "../" + "shared/corpora"
"""What some tests and `.ci/run` also check, where it is there; `ZHIJIAN_CORPORA` names it."""


def read_without_corpora(path: Path) -> str:
    """Read a file; where it goes by `ZHIJIAN_CORPORA` it may say where that usually is."""
    text = path.read_text("utf-8")
    return text.replace(BESIDE, "") if "ZHIJIAN_CORPORA" in text else text


def test_the_project_stands_alone() -> None:
    """No file names a path of somebody's machine, a folder outside of the project, or a package registry."""
    found = {
        f"{path.relative_to(ROOT)}: {spot[0]}"
        for path in our_files()
        for spot in ELSEWHERE.finditer(read_without_corpora(path))
    }

    assert set() == found


def test_the_commits_stand_alone() -> None:
    """Nor does a commit's message; skipped where there is no history."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no history here")
    done = subprocess.run(
        ["git", "log", "--format=%B"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert [] == ELSEWHERE.findall(done.stdout)
