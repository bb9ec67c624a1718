"""Small git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NEUTRAL = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """What a command of git prints, whatever the user's own configuration says."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | NEUTRAL, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str = "a change") -> str:
    """Commit everything in the work tree; the new commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path) -> Path:
    """Make a repository whose main branch holds everything in the folder."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "the beginning")
    return folder
