"""Every code of an error, finding, edit or job → a Chinese and an English sentence.

One plain table that command line, window, reports and exports share. The sentences are
:meth:`str.format` templates over the facts that go with the code; ``{rows:terms}`` says the
names of tables and duties inside a fact in the language of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from gridplanner.errors import Fault, FaultyInput, GridPlannerError, Infeasible
from gridplanner.plurals import agree
from gridplanner.sentences import SENTENCES
from gridplanner.sentences.terms import TERMS

Language = Literal["zh", "en"]


class _Absent:
    """Shows as ``?`` whatever format a sentence asks for."""

    def __format__(self, spec: str) -> str:
        return "?"


class _Number(float):
    """A number as people write it: a real minus, and a blank before the per cent."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        text = super().__format__(spec)
        return text.replace("-", "−").replace("%", " %") if spec else text


class _Text(str):
    """A fact in words; as ``terms``, names of tables and duties are said in a language."""

    __slots__ = ("language",)
    language: Language

    def __format__(self, spec: str) -> str:
        if spec != "terms":
            return format(str(self), spec)
        place = 0 if self.language == "zh" else 1
        said = re.sub(r"\w+", lambda found: TERMS.get(found[0], (found[0],) * 2)[place], self)
        return said.replace(", ", "、") if place == 0 else said.replace("、", ", ")


class _Facts(dict[str, Any]):
    """Facts in which an absent one shows as ``?`` instead of hiding the sentence."""

    def __init__(self, facts: Mapping[str, Any], language: Language) -> None:
        super().__init__(facts)
        self._language = language

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, float):
            return _Number(value)
        if not isinstance(value, str):
            return value
        if key == "codes" and self._language == "en":
            value = value.replace("、", ", ")
        text = _Text(value)
        text.language = self._language
        return text

    def __missing__(self, key: str) -> _Absent:
        return _Absent()


def say(code: str, facts: Mapping[str, Any] | None = None, language: Language = "zh") -> str:
    """Say a code in words.

    Raises
    ------
    KeyError
        The code has no sentence; a test keeps this from happening.

    Examples
    --------
    >>> say("job.cancelled", language="en")
    'Cancelled; nothing was changed.'
    """
    known = _Facts(facts or {}, language)
    if language == "zh":
        return SENTENCES[code][0].format_map(known)
    return agree(SENTENCES[code][1].format_map(known))


def joined(texts: Iterable[str], language: Language = "zh") -> str:
    """List texts one after the other.

    >>> joined(["T1", "T2"]), joined(["T1", "T2"], "en")
    ('T1、T2', 'T1, T2')
    """
    return ("、" if language == "zh" else ", ").join(texts)


def explain(error: GridPlannerError, language: Language = "zh") -> list[str]:
    """Say an error in sentences: what is wrong, each fault in its place, what to do."""
    lines = [say(error.code, error.facts, language)]
    if isinstance(error, Infeasible):
        lines += [say(reason.code, reason.facts, language) for reason in error.reasons]
    if isinstance(error, FaultyInput):
        lines += [say_fault(fault, language) for fault in error.faults]
    if error.hint is not None:
        lines.append(say(error.hint, error.facts, language))
    return lines


def say_fault(fault: Fault, language: Language = "zh") -> str:
    """Say a fault with its file, row, column and value."""
    facts = {"column": fault.column, "value": fault.value, "row": fault.row, **fault.facts}
    zh = language == "zh"
    place = [fault.file] if fault.file else []
    if fault.row is not None:
        place.append(f"第 {fault.row} 行" if zh else f"row {fault.row}")
    if fault.column is not None:
        place.append(f"列“{fault.column}”" if zh else f"column “{fault.column}”")
    sentence = say(fault.code, facts, language)
    return (
        f"{('，' if zh else ', ').join(place)}{'：' if zh else ': '}{sentence}"
        if place
        else sentence
    )
