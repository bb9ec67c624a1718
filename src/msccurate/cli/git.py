"""What git remembers of a project: an older state of it, read without touching the work tree or its index."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msccurate.cli.errors import UsageError

_FETCH = "fetch the whole history: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0` of actions/checkout"


def commit(root: Path, ref: str) -> str:
    """The commit that a name stands for. Raises UsageError."""
    _top(root)
    found = None if ref.startswith("-") else _resolved(root, ref)
    if found is None:
        hint = f"; this clone is shallow: {_FETCH}" if _shallow(root) else ""
        raise UsageError(f"git knows no commit `{ref}`{hint}")
    return found


def fork(root: Path) -> tuple[str, str]:
    """The commit at which the current branch left the main one, and the name of the main branch. Raises UsageError."""
    _top(root)
    main = next((name for name in _main_branches(root) if _resolved(root, name)), None)
    if main is None:
        hint = f"this clone is shallow: {_FETCH}" if _shallow(root) else "say what to compare with: msccurate diff REF"
        raise UsageError(f"there is no main branch here; {hint}")
    found = _git(root, "merge-base", "HEAD", main)
    if found is None:
        hint = f"this clone is shallow: {_FETCH}" if _shallow(root) else "say another one: msccurate diff REF"
        raise UsageError(f"the commit at which this branch left {main} is not here; {hint}")
    return found, main


@contextmanager
def checked_out(root: Path, commit: str) -> Iterator[Path]:
    """A temporary folder with the project as it was in a commit: empty if it was not there yet. Raises UsageError."""
    inside = root.relative_to(_top(root))
    with TemporaryDirectory(prefix="msccurate-") as folder:
        tree = Path(folder) / "tree"
        # an index of our own: what a checkout would give (line ends, filters), and nothing of the user's is written
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _must(root, "read-tree", commit, environment=index)
        _must(root, "checkout-index", "--all", "--force", "--quiet", f"--prefix={tree.as_posix()}/", environment=index)
        old = tree / inside
        old.mkdir(parents=True, exist_ok=True)
        yield old


def _main_branches(root: Path) -> list[str]:
    """Names that the main branch may have, the likeliest first."""
    target = os.environ.get("GITHUB_BASE_REF") or os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    if target:
        return [f"origin/{target}", target]
    remote = _git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    return [*([remote] if remote else []), "origin/main", "origin/master", "main", "master"]


def _top(root: Path) -> Path:
    """The top folder of the repository. Raises UsageError where there is none."""
    done = _run(root, ("rev-parse", "--show-toplevel"), {})
    if done.returncode:
        why = done.stderr.strip().splitlines()
        own = why[0].removeprefix("fatal: ") if why and "not a git repository" not in why[0] else "no git repository"
        raise UsageError(f"{root}: {own}; an older state of the project is read from git")
    return Path(done.stdout.strip()).resolve()


def _resolved(root: Path, ref: str) -> str | None:
    return _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")


def _shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository") == "true"


def _git(root: Path, *arguments: str) -> str | None:
    """What a command of git prints; None where it fails."""
    done = _run(root, arguments, {})
    return done.stdout.strip() if done.returncode == 0 else None


def _must(root: Path, *arguments: str, environment: dict[str, str]) -> None:
    done = _run(root, arguments, environment)
    if done.returncode:
        raise UsageError(f"git {arguments[0]}: {done.stderr.strip() or 'it failed and did not say why'}")


def _run(root: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    # a hook runs with variables that name another index or work tree
    kept = {
        key: value for key, value in os.environ.items() if key not in ("GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_DIR")
    }
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed, and an older state of the project is read from it") from None
