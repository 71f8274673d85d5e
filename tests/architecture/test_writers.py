"""One writer: rows change in services, and in the few places named here, and nowhere else."""

import ast

from tests.architecture.source import SourceFile, source_files

QUERYSET_WRITES = {
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# Each is the one writer of its own rows, and says so in its first line.
ALSO_WRITERS = {
    "site/portal/outbox/relay.py": "how a delivery went",
    "site/portal/notifications/sending.py": "how a notice went",
    "site/portal/people/models/accounts.py": "Django's way to create an account",
}
# Views, tasks, commands and middleware ask for the time; whoever they call is told.
TOLD_THE_TIME = ("services", "selectors", "rules", "models", "states", "permissions", "events")
# Signals are other people's: Wagtail's and allauth's. Our own facts travel as events.
FOREIGN_SIGNALS = ("wagtail", "allauth")


def test_rows_are_written_by_services_only() -> None:
    found = [
        f"{file.name}:{node.lineno} .{node.func.attr}("
        for file in source_files()
        if not _may_write(file)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _writes_rows(node, node.func)
    ]

    assert not found, "\n".join(found)


def test_models_override_neither_save_nor_delete() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file in source_files()
        if "models" in file.module.split(".")
        for node in file.functions()
        if node.name in {"save", "delete"}
    ]

    assert not found


def test_time_is_told_when_a_service_needs_it() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file in source_files()
        if set(TOLD_THE_TIME) & set(file.module.split("."))
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"clock.now", "timezone.now", "datetime.now"}
    ]

    assert not found


def test_signals_are_only_those_of_wagtail_and_allauth() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file in source_files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ImportFrom) and _is_own_signal(node)
    ]

    assert not found


def _is_own_signal(node: ast.ImportFrom) -> bool:
    module = node.module or ""
    if module == "django.dispatch":
        return any(name.name == "Signal" for name in node.names)
    return module.endswith("signals") and not module.startswith(FOREIGN_SIGNALS)


def _may_write(file: SourceFile) -> bool:
    parts = file.module.split(".")
    return "services" in parts or "demo" in parts or "audit" in parts or file.name in ALSO_WRITERS


def _writes_rows(call: ast.Call, verb: ast.Attribute) -> bool:
    if verb.attr == "save":
        return not call.args  # a picture or a workbook is saved to somewhere
    return verb.attr in QUERYSET_WRITES and ".objects" in ast.unparse(verb.value)
