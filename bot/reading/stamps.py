"""Whether a file is as it was, told without reading it: the way git and make do."""

from __future__ import annotations

import os
from typing import NamedTuple

_COARSEST_NS = 2_000_000_000
"""No file system in use keeps times coarser than FAT, which keeps every second second."""


class Stamp(NamedTuple):
    """What the system says of a file, and what another file or other bytes hardly share.

    Attributes:
        size: in bytes.
        modified_ns: when its bytes changed, in nanoseconds; programs can set it, as
            ``cp -p`` does.
        changed_ns: when the system last changed anything about it, which programs cannot
            set; on Windows, when it was created.
        inode: its number on the device.
        device: the device's number.
    """

    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    device: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return Stamp(
        status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev
    )


def will_tell(stamp: Stamp, now_ns: int) -> bool:
    """Whether the stamp will be another one once the file changes again.

    Not where the file changed so lately that a second change may bear the same time; git
    calls such a file racily clean
    (https://git-scm.com/docs/racy-git), and looks into it anyway. So do we.

    Args:
        stamp: of the file.
        now_ns: when it was looked at, in nanoseconds since the epoch.
    """
    return max(stamp.modified_ns, stamp.changed_ns) < now_ns - _COARSEST_NS
