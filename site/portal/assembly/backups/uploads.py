"""Copying uploads out of their store and in again, whichever store it is."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages

FOLDER = "files"


def _stores() -> dict[str, Storage]:
    """The stores that hold what people uploaded; static files are part of the program."""
    return {name: storages[name] for name in storages.backends if name != "staticfiles"}


def copy_out(folder: Path) -> int:
    """Write every upload under `files/<store>/`. Returns how many."""
    count = 0
    for name, store in _stores().items():
        for path in _paths_in(store, ""):
            target = folder / FOLDER / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with store.open(path) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            count += 1
    return count


def copy_in(folder: Path, names: Iterable[str]) -> int:
    """Put every upload back under its own name and remove all others. Returns how many.

    Args:
        names: what the manifest names. A file that was laid into the folder since is none of it.
    """
    told = sorted(names)
    count = 0
    for name, store in _stores().items():
        inside = f"{FOLDER}/{name}/"
        for stored in list(_paths_in(store, "")):
            store.delete(stored)
        for path in (path for path in told if path.startswith(inside)):
            with (folder / path).open("rb") as source:
                store.save(path.removeprefix(inside), File(source))
            count += 1
    return count


def _paths_in(store: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _paths_in(store, f"{folder}{name}/")
