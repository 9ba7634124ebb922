"""Spark as the carrier: it spreads the tasks and sorts their blobs by key, and never looks into them (`mapInArrow`)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from govaudit.model import Fault, Text
from govaudit.settle.bulk.blobs import Blob
from govaudit.settle.bulk.bulk_tasks import in_order, match, read_groups, read_ids, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.formats.bulk import Slice
    from govaudit.settle.bulk.bulk_tasks import Job

_OLDEST = 17  # the version of Java that Spark 4 needs
_BLOB = "key int, kind string, data binary"
_SCHEMA = pa.schema({"key": pa.int32(), "kind": pa.string(), "data": pa.binary()})
_SPREAD = 20  # candidates for the key of each partition: Spark's hash leaves none of them without
_FEW = 16  # blobs of some megabytes that Spark hands over at a time
_SETTINGS = {
    "spark.sql.adaptive.enabled": "false",  # it would join pieces that are small in bytes
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_FEW),
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}
_ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}


@contextmanager
def spark(master: str | None) -> Iterator[Spark]:
    """Open a session at a master (None: all processors of this machine); a Fault says what is missing.

    Further settings come from where Spark takes them: `spark-defaults.conf` in SPARK_CONF_DIR, PYSPARK_SUBMIT_ARGS, PYSPARK_PYTHON.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Fault("no_pyspark", Text("没有安装 PySpark", "PySpark is not installed"),
                    Text("运行 pip install 'govaudit[spark]'", "run pip install 'govaudit[spark]'")) from None  # fmt: skip
    need_java()
    master = master or "local[*]"
    alone = master.startswith("local")
    if alone:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("govaudit").master(master)
    for name, value in {**_SETTINGS, **(_ALONE if alone else {})}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield Spark(session)
    finally:
        session.stop()


def need_java() -> None:
    """Raise a Fault unless there is a Java new enough."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr if java else ""
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < _OLDEST:
        raise Fault("no_java", Text(f"没有找到 Java {_OLDEST} 或更高版本", f"no Java {_OLDEST} or newer was found"),
                    Text("Debian：sudo apt-get install openjdk-17-jre-headless；别处：安装后设 JAVA_HOME", "Debian: sudo apt-get install openjdk-17-jre-headless; elsewhere: install it and set JAVA_HOME"))  # fmt: skip


class Spark:
    """A session, and its number of processors."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._processors = session.sparkContext.defaultParallelism

    def keys(self, pieces: int) -> tuple[int, ...]:
        """Return a key for each partition, so that each key has a partition of its own (Spark's hash of a key, modulo their number)."""
        from pyspark.sql import functions as f

        count = max(pieces, self._processors)
        number = f.pmod(f.hash(f.col("id").cast("int")), f.lit(count)).alias("number")
        found = self._session.range(count * _SPREAD).select(f.col("id"), number).collect()
        key_of = {row.number: row.id for row in reversed(found)}
        return tuple(key_of[number] for number in range(count))

    def carry(self, job: Job, ids: Sequence[Slice], groups: Sequence[Slice]) -> Iterator[Blob]:
        """Run all tasks."""
        matched = self._gathered(self._read(read_ids, job, ids), match, job)
        pieces = matched.unionAll(self._read(read_groups, job, groups))
        ordered = self._gathered(self._gathered(pieces, settle, job), in_order, job)
        for row in ordered.toLocalIterator(prefetchPartitions=True):
            yield Blob(row.key, row.kind, bytes(row.data))

    def spread(
        self, task: Callable[[Iterable[Blob]], Iterator[Blob]], blobs: Iterable[Blob], pieces: int
    ) -> Iterator[Blob]:
        """Run one task on the blobs of each key."""

        def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            yield from _batches(task(_blobs(batches)))

        sent = self._session.createDataFrame(pa.Table.from_batches(_batches(blobs), _SCHEMA))
        for row in sent.repartition(pieces, "key").mapInArrow(run, _BLOB).toLocalIterator(prefetchPartitions=True):
            yield Blob(row.key, row.kind, bytes(row.data))

    def _read(self, task: Callable[[Job, Slice], Iterator[Blob]], job: Job, slices: Sequence[Slice]) -> Any:
        def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for number in batch["id"].to_pylist():
                    yield from _batches(task(job, slices[number]))

        return self._session.range(0, len(slices), 1, len(slices)).mapInArrow(run, _BLOB)

    def _gathered(self, blobs: Any, task: Callable[[Job, Iterable[Blob]], Iterator[Blob]], job: Job) -> Any:
        """Bring the blobs of each key together in a partition, and run a task on it."""

        def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            yield from _batches(task(job, _blobs(batches)))

        return blobs.repartition(len(job.keys), "key").mapInArrow(run, _BLOB)


def _blobs(batches: Iterable[pa.RecordBatch]) -> Iterator[Blob]:
    for batch in batches:
        for key, kind, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield Blob(key, kind, data)


def _batches(blobs: Iterable[Blob]) -> Iterator[pa.RecordBatch]:
    for blob in blobs:
        yield pa.RecordBatch.from_arrays(
            [pa.array([value], kind) for value, kind in zip(blob, _SCHEMA.types, strict=True)], schema=_SCHEMA
        )
