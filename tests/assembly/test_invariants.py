"""The sentences that must be true of the data, and the command that asks them."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from portal.kernel import invariants
from portal.kernel.invariants import Breach, invariant


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "_registered", {})


@pytest.mark.feature("OP-03")
@pytest.mark.django_db
def test_command_is_content_when_nothing_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("audit_invariants")

    assert "0 breaches" in capsys.readouterr().out


@pytest.mark.feature("OP-03")
@pytest.mark.usefixtures("own_registry")
def test_command_names_each_breach_by_id_when_one_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    @invariant("tests.kettle", "The kettle is never empty.")
    def empty_kettles() -> Iterator[Breach]:
        yield Breach("tests.kettle:7", "This kettle is empty.")

    with pytest.raises(SystemExit) as ended:
        call_command("audit_invariants")

    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "BROKEN  tests.kettle" in printed
    assert "tests.kettle:7  This kettle is empty." in printed


@pytest.mark.usefixtures("own_registry")
def test_key_is_refused_when_it_is_taken() -> None:
    invariant("tests.twice", "Once.")(list)

    with pytest.raises(ValueError, match=r"tests\.twice"):
        invariant("tests.twice", "Twice.")(list)
