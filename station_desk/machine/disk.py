"""What the disk is asked for below `files`: durable renames, flushed folders, reads that do not come from the cache.

Windows cannot flush a folder; there the rename itself is written through. A file is read past the cache on Linux by
dropping its clean pages first, on Windows by FILE_FLAG_NO_BUFFERING.
"""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20

if sys.platform == "win32":
    import ctypes
    import mmap
    from ctypes import wintypes

    _MOVE_REPLACE, _MOVE_WRITE_THROUGH = 0x1, 0x8
    _GENERIC_READ, _SHARE_READ, _OPEN_EXISTING, _NO_BUFFERING = 0x80000000, 0x1, 3, 0x20000000
    _INVALID_HANDLE = wintypes.HANDLE(-1).value
    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel32.CreateFileW.restype = wintypes.HANDLE
    _kernel32.CreateFileW.argtypes = [
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    ]
    _kernel32.ReadFile.argtypes = [
        wintypes.HANDLE,
        wintypes.LPVOID,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
        wintypes.LPVOID,
    ]
    _kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
    _kernel32.MoveFileExW.argtypes = [wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD]

    def rename(old: Path, new: Path, *, replace: bool) -> None:
        """Rename, written through. With `replace` False an existing `new` is FileExistsError."""
        flags = _MOVE_WRITE_THROUGH | (_MOVE_REPLACE if replace else 0)
        if not _kernel32.MoveFileExW(str(old), str(new), flags):
            raise ctypes.WinError(ctypes.get_last_error())

    def read_uncached(path: Path) -> Iterator[bytes]:
        """The bytes of a file from the medium itself, in chunks."""
        handle = _kernel32.CreateFileW(str(path), _GENERIC_READ, _SHARE_READ, None, _OPEN_EXISTING, _NO_BUFFERING, None)
        if handle == _INVALID_HANDLE:
            raise ctypes.WinError(ctypes.get_last_error())
        page = mmap.mmap(-1, CHUNK)  # page-aligned, as unbuffered reads demand
        try:
            place = (ctypes.c_char * CHUNK).from_buffer(page)
            count = wintypes.DWORD()
            while True:
                if not _kernel32.ReadFile(handle, place, CHUNK, ctypes.byref(count), None):
                    raise ctypes.WinError(ctypes.get_last_error())
                if not count.value:
                    break
                yield bytes(memoryview(page)[: count.value])
            del place
        finally:
            _kernel32.CloseHandle(handle)

else:

    def rename(old: Path, new: Path, *, replace: bool) -> None:
        """Rename; durable after `flush_folder`. With `replace` False an existing `new` is FileExistsError."""
        if not replace and os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new))
        old.replace(new)

    def read_uncached(path: Path) -> Iterator[bytes]:
        """The bytes of a file from the medium itself, in chunks."""
        with path.open("rb", buffering=0) as stream:
            if sys.platform == "linux":
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while chunk := stream.read(CHUNK):
                yield chunk


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable (POSIX; on Windows `rename` has done it)."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network folders cannot flush a folder
                raise
        finally:
            os.close(handle)


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written where `folder` lies."""
    return shutil.disk_usage(folder).free
