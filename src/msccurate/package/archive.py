"""An export as one ZIP file, the same bytes from run to run and machine to machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: The earliest time that a ZIP file can hold: there is no clock in our output.
_TIME = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive, in the order of their names.

    Stored and not compressed, because libraries that compress differ from machine to machine; times, rights and the
    system that made it are fixed.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return target.getvalue()
