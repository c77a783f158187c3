"""Every code has a Chinese and an English sentence over the facts it comes with."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import gridplanner
from gridplanner.errors import EditError, Fault, FaultyInput, Infeasible, Reason
from gridplanner.rules import RULES
from gridplanner.sentences import FAMILIES, SENTENCES
from gridplanner.wording import explain, say, say_fault

ROOT = Path(gridplanner.__file__).parent
#: Calls whose first argument is a code, and keywords that are one.
SPEAKERS = {
    "GridPlannerError", "UsageError", "InputError", "StoreError", "EditError", "Reason",
    "Fault", "Progress", "Finding", "say", "_at", "_of", "_grid", "_place", "Note",
}  # fmt: skip
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
HANZI = re.compile(r"[\u4e00-\u9fff]")
# Python file names and the like look like codes.
NO_CODES = {"sample.json"}


def sources() -> list[Path]:
    """List the core's sources, without the sentences themselves."""
    return [p for p in sorted(ROOT.rglob("*.py")) if "sentences" not in p.parts]


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Find codes: said by a call, given as a hint or a label, or shaped like known ones."""
    families = {code.split(".")[0] for code in SENTENCES} - {"file", "table"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [k.value for k in node.keywords if k.arg == "hint"]
            if name in SPEAKERS:
                said += node.args[:1]
            for value in said:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and CODE.fullmatch(node.value)
            and node.value.split(".")[0] in families
        ):
            yield node.value


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_code_in_the_source_has_its_sentences(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    said = {code for code in codes_in(tree) if CODE.fullmatch(code)} - NO_CODES
    assert not sorted(said - set(SENTENCES))


def test_every_rule_has_its_sentences() -> None:
    assert not sorted(set(RULES) - set(SENTENCES))


def test_no_code_is_in_two_families() -> None:
    count = Counter(code for family in FAMILIES for code in family)
    assert not [code for code, n in count.items() if n > 1]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_sentences_say_the_same_figures(code: str) -> None:
    zh, en = SENTENCES[code]
    fields = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (zh, en)
    ]
    names = {"name", "name_en", "level"}
    assert fields[0] - names == fields[1] - names
    assert HANZI.search(zh) or not HANZI.search(en)
    # An absent fact shows as ?, whatever format the sentence asks for.
    assert say(code)
    assert say(code, language="en")


def test_figures_are_written_as_people_write_them() -> None:
    facts = {"codes": "G1", "load": 1.234, "target": 1.0, "deviation": 0.234, "limit": 0.2}
    assert say("load.deviation", facts, "en") == (
        "Grid G1 bears 1.23 workers' worth for a target of 1.00: +23.4 %, over the limit of 20 %. "
        "Rebalance."
    )
    assert "+23.4 %" in say("load.deviation", facts)
    assert "−23.4 %" in say("load.deviation", {**facts, "deviation": -0.234}, "en")


def test_an_error_is_explained_with_its_hint_and_its_reasons() -> None:
    error = EditError("plan.no_grids", hint="plan.no_grids.hint")
    assert explain(error, "en") == [
        "The project has no grids yet.",
        "Plan some first (gridplanner plan PROJECT), or import them.",
    ]
    reasons = Infeasible([Reason("grid.unknown", {"code": "X"}), Reason("job.cancelled")])
    assert explain(reasons, "en")[1:] == [
        "No grid has the code “X”.",
        "Cancelled; nothing was changed.",
    ]
    assert str(EditError("grid.unknown", {"code": "X"})) == "grid.unknown(code='X')"


def test_a_fault_is_said_in_its_place() -> None:
    fault = Fault("table.value", "h.xlsx", 3, "persons", "many")
    assert say_fault(fault, "en") == (
        "h.xlsx, row 3, column “persons”: the value “many” has the wrong type."
    )
    assert say_fault(fault) == "h.xlsx，第 3 行，列“persons”：值“many”的类型不对。"
    assert explain(FaultyInput([fault]), "en")[1] == say_fault(fault, "en")
    assert say_fault(Fault("table.column_missing", ""), "en") == "this column is missing."


def test_terms_in_facts_are_said_in_the_language_of_the_sentence() -> None:
    facts = {"file": "persons.xlsx", "rows": "persons 926, duties 12"}
    assert say("edit.import", facts) == "导入 persons.xlsx（人员 926、任职 12）"
    assert say("edit.import", facts, "en") == "Import persons.xlsx (persons 926, duties 12)"
    all_of = {"kinds": "网格员、网格长", "count": 579}
    assert say("edit.assign_all", all_of, "en") == "Assign anew (worker, head of grid): 579 duties"


def test_a_lock_is_said_in_words() -> None:
    facts = {"codes": "001", "lock": "no_loss", "reason": ""}
    assert say("edit.lock", facts) == "锁定方式改为只进不出：001"
    assert say("edit.lock", facts, "en") == "Lock 001: no loss"
