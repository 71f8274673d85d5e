"""The drawing in the README is the table."""

from pathlib import Path

from champions.states import champion_machine


def test_readme_draws_the_table_when_it_is_read() -> None:
    readme = Path(__file__).parents[2] / "champions" / "README.md"

    assert champion_machine.drawing() in readme.read_text()
