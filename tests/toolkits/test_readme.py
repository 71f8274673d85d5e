"""The drawing in the README is the table."""

from pathlib import Path

from toolkits.states import version_machine


def test_readme_draws_the_table_when_it_is_read() -> None:
    readme = Path(__file__).parents[2] / "toolkits" / "README.md"

    assert version_machine.drawing() in readme.read_text()
