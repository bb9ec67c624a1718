"""Past one machine: a cluster, shards of a job array, and the same report."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from msccurate.cli.selection import asked
from msccurate.review import engine
from msccurate.review.shards import Shard
from msccurate.review.tableparts import kept, table_parts
from msccurate.review.units import Setting, Share, Unit, WorkerLost, units
from tests.projects import Run
from tests.review.test_engine import checked, several, shown, whole


def on_cluster(root: Path, scheduler: str = "") -> str:
    setting = Setting(root, asked((), (), None))
    return shown(engine.check(setting, None, engine.Labour(3, "dask", scheduler)))


def test_a_cluster_that_loses_a_worker_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    root = several(tmp_path, 12)
    expected = whole(root)
    killed: list[int] = []
    completed = distributed.as_completed

    def killing(futures: object) -> Iterator[object]:
        """When the first part is done, end a process that works on another one."""
        for future in completed(futures):
            if not killed:
                processes = future.client.run(os.getpid)
                killed.append(next(iter(processes.values())))
                os.kill(killed[0], signal.SIGKILL)
            yield future

    monkeypatch.setattr(distributed, "as_completed", killing)
    monkeypatch.setattr("msccurate.review.units.PART", 1)
    assert on_cluster(root) == expected
    assert killed


def test_a_cluster_that_is_there_already_is_asked_and_left_running(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    root = several(tmp_path)
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        assert on_cluster(root, cluster.scheduler_address) == whole(root)
        with distributed.Client(cluster) as client:
            assert client.submit(sum, [1, 2]).result() == 3


def test_a_cluster_that_is_not_there_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}),
        pytest.raises(WorkerLost, match=r"there is no cluster at tcp://127\.0\.0\.1:9"),
    ):
        on_cluster(several(tmp_path), "tcp://127.0.0.1:9")


def test_a_worker_that_sees_other_files_is_refused(tmp_path: Path) -> None:
    from msccurate.review.cluster import examine_share

    root = several(tmp_path)
    with pytest.raises(ValueError, match="another version"):
        examine_share(Setting(root, ()), None, Share(()), "0" * 64)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 100])
def test_every_document_is_in_one_shard(tmp_path: Path, count: int) -> None:
    every = [Unit(str(number)) for number in range(23)]
    shares = [Shard(number, count).of(every) for number in range(1, count + 1)]
    assert [unit for share in shares for unit in share] == every
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_shards_leave_nothing_to_examine(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = several(tmp_path)
    monkeypatch.setattr("msccurate.review.units.PART", 1)
    expected = checked(root, None)
    told = [run(root, "check", "--shard", f"{number}/3").err for number in (1, 2, 3)]
    assert all(" of them examined" in words for words in told)
    assert " 0 of them examined" in run(root, "check", "--shard", "2/3").err
    read = units(root)
    monkeypatch.setattr("msccurate.review.engine._new", lambda *asked: pytest.fail(str(asked[1])))
    assert shown(engine.check(Setting(root, asked((), (), None)), engine.Cache.of(root))) == expected
    folder = kept(root)
    assert folder is not None
    monkeypatch.setattr("msccurate.review.tableparts._make", lambda *asked: pytest.fail(str(asked)))
    frame = table_parts(Setting(root, asked((), (), None)), folder).whole("documents")
    assert sorted(set(frame["document"])) == sorted({unit.name for unit in read if unit.specs})


@pytest.mark.parametrize("wrong", ["3", "0/3", "4/3", "a/b", "1/0"])
def test_a_shard_that_is_none_is_a_clear_error(run: Run, project: Path, wrong: str) -> None:
    ran = run(project, "check", "--shard", wrong)
    assert ran.status == 2
    assert "write 1/8 for the first of eight" in ran.err
