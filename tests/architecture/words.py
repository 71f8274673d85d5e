"""The words the portal does not use, and where words stand that people read. Why: docs/features/words.md."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.architecture.source import FOLDERS, source_files
from tests.harness.places import ROOT

# What is refused, and what to write instead. Both apostrophes are tried; case does not matter.
AVOIDED = {
    r"perpetrators?": "person causing harm",
    r"abusers?": "person causing harm",
    r"batterers?": "person causing harm",
    r"offenders?": "person causing harm",
    r"wife[- ]beaters?": "person causing harm",
    r"fail(?:s|ed|ing|ure)? to protect": "say what the non-abusive parent did, and what the other made impossible",
    r"domestic (?:disputes?|incidents?|arguments?|violence)": "domestic abuse",
    r"(?:volatile|toxic|tempestuous) relationships?": "say what one person does to the other",
    r"mutual(?:ly)? (?:abuse|abusive|violence|violent)": "say who does what to whom",
    r"alleged(?:ly)?": "say who said it, and that it is not yet known",
    r"refus(?:es?|ed|ing) to engage": "say what was offered, and what stood in the way",
    r"(?:did not|didn't|does not|doesn't|failed to) engage": "say what was offered, and what stood in the way",
    r"non-?compliant": "say what was asked, and what stood in the way",
    r"hard[- ]to[- ]reach": "say what we did not offer",
    r"(?:lost|loses|losing) (?:his|her|their) temper": "say what the person did",
    r"(?:chose|chooses|choosing) to (?:stay|return|go back)": "say what leaving would have cost",
    r"broken homes?": "leave it out",
    r"dysfunctional famil(?:y|ies)": "say what one person does to the others",
    r"click here": "name what opens",
    r"log(?:ged|ging)? (?:in|out|on|off)\b|log-?in": "sign in, sign out",
    r"please note": "leave it out and say it",
    r"utilis(?:e|es|ed|ing)": "use",
    r"in order to": "to",
}
PATTERN = re.compile(
    "|".join(rf"(?P<p{n}>\b(?:{phrase})\b)" for n, phrase in enumerate(AVOIDED)), re.IGNORECASE
)
# What somebody says, between typographic quotes, is theirs.
QUOTED = re.compile(r"“[^”]*”")
LOUD_SUFFIXES = {".html", ".txt"}
NOT_WORDS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<[^>]*>", re.DOTALL)
TEMPLATE_ARGUMENTS = re.compile(r"\{%.*?%\}", re.DOTALL)
STRING = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of text that people may read."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A phrase that the style page refuses."""

    where: str
    phrase: str
    instead: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: “{self.phrase}”: {self.instead}. In: {self.text[:120]}"


@dataclass(frozen=True, slots=True)
class Exemption:
    """Words that stay, with the reason: an official name, a licensed term, a quotation."""

    words: str
    reason: str
    where: str = ""


def slips_in(said: Iterable[Said], exemptions: Iterable[Exemption] = ()) -> list[Slip]:
    """Every refused phrase in the texts, what is quoted or exempt left out."""
    exempt = tuple(exemptions)
    found = []
    for piece in said:
        text = QUOTED.sub(" ", piece.text.replace("’", "'"))
        for exemption in exempt:
            if piece.where.startswith(exemption.where):
                words = re.escape(exemption.words.replace("’", "'"))
                text = re.sub(words, " ", text, flags=re.IGNORECASE)
        for match in PATTERN.finditer(text):
            number = int((match.lastgroup or "p0")[1:])
            found.append(Slip(piece.where, match[0], list(AVOIDED.values())[number], " ".join(text.split())))
    return found


@lru_cache(maxsize=1)
def everything_said() -> tuple[Said, ...]:
    """Templates, strings in Python, and content in TOML."""
    return (*_templates(), *_python(), *_content())


def words_of_template(markup: str) -> str:
    """The words between the tags, and those handed to tags, such as the title of a row."""
    handed = [
        words for tag in TEMPLATE_ARGUMENTS.findall(markup) for words in STRING.findall(tag) if " " in words
    ]
    shown = [
        words for name in ("alt", "aria-label", "placeholder", "title") for words in _attribute(markup, name)
    ]
    return "\n".join((NOT_WORDS.sub(" ", markup), *handed, *shown))


def strings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings of two words or more, docstrings left out: those are for developers."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docs:
            continue
        if " " in node.value.strip():
            yield node.lineno, node.value


def _attribute(markup: str, name: str) -> list[str]:
    return re.findall(rf'\b{name}="([^"]*)"', markup)


def _templates() -> Iterator[Said]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("templates/**/*")):
            if path.suffix in LOUD_SUFFIXES:
                yield Said(_name(path), words_of_template(path.read_text()))


def _python() -> Iterator[Said]:
    for file in source_files():
        if "settings" not in file.path.parts:
            for line, text in strings_of(file.tree):
                yield Said(f"{file.name}:{line}", text)


def _content() -> Iterator[Said]:
    for path in sorted((ROOT / "site").rglob("*.toml")):
        for text in _leaves(tomllib.loads(path.read_text())):
            yield Said(_name(path), re.sub(r"<[^>]*>", " ", text))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _leaves(child)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
