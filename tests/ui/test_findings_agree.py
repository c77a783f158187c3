"""The list of findings says what ``check --json`` says, for the plan and for chosen grids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import shapely

from gridplanner.cli.looks import check_data
from gridplanner.repair import Waive
from gridplanner.wording import say
from tests.core.cli.running import run
from tests.ui.conftest import Hand
from tests.ui.test_fixing import Damage
from ui.main_window import MainWindow
from ui.panels.finding_rows import names, text_of
from ui.panels.findings import SELECTED, WAIVED


def _checked(window: MainWindow, hand: Hand, project: Path) -> None:
    hand.open(project)
    assert window.session.do(Damage(("overlap", "wrong_code", "outside")))
    hand.tool("check")
    hand.wait()


def test_panel_and_command_line_say_the_same(window: MainWindow, hand: Hand, planned: Path) -> None:
    _checked(window, hand, planned)
    session, panel = window.session, window.findings
    accepted = next(f for f in session.findings if f.rule == "coverage.overlap")
    assert session.do(Waive(accepted.rule, (accepted.target,), "1998", "u", "2026-11-24"))
    hand.wait()
    copy = planned.with_name("copy.gpkg")
    assert session.project is not None
    session.project.save_copy(copy)
    told = run("check", copy, "--json").data
    held = check_data(session.findings)["findings"]
    # An inner point is found anew in the file's plan: the same within rounding.
    places = [[each.pop(axis) for each in held] for axis in ("x", "y")]
    also = [[each.pop(axis) for each in told["findings"]] for axis in ("x", "y")]
    assert held == told["findings"]
    assert [f["rule"] for f in held if f["waived"]] == ["coverage.overlap"]
    for here, there in zip(places, also, strict=True):
        assert here == pytest.approx(there, abs=0.002, nan_ok=True)
    # All rows of the list, in the order of the list, less what stands in the waived part.
    shown = Counter((f.rule, f.codes, f.severity) for f in panel._shown)
    assert shown == Counter(
        (f["rule"], tuple(f["codes"]), f["severity"]) for f in told["findings"] if not f["waived"]
    )
    totals = [panel.kinds.itemText(place).rpartition(" ")[2] for place in range(5)]
    counts = told["counts"]
    live = [counts[name] for name in ("error", "warning", "info")]
    assert [int(text.replace(",", "")) for text in totals] == [sum(live), *live, counts["waived"]]
    # The sentence is the same but for the grids' names.
    finding = next(f for f in panel._shown if f.rule == "coverage.outside")
    row = say(finding.sentence, finding.words)
    known = names(session)
    for code in finding.codes:
        row = row.replace(code, known[code])
    assert text_of(finding, known) == row


def test_only_what_concerns_the_selected_grids(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    _checked(window, hand, planned)
    session, panel = window.session, window.findings
    panel.scope.setCurrentIndex(SELECTED)
    panel.scope.activated.emit(SELECTED)
    assert panel._shown == []
    assert "选中网格" in panel.hint.label.text()
    overlap = next(f for f in session.findings if f.rule == "coverage.overlap")
    uid = session.plan.uid_of(overlap.codes[0])
    session.select([uid])
    assert overlap.rule in {f.rule for f in panel._shown}
    shape = session.plan.valid_grids.geometry.loc[uid]
    for finding in panel._shown:
        inside = finding.where is not None and shapely.Point(finding.where).within(shape)
        assert overlap.codes[0] in finding.codes or inside
    doors = {f.codes for f in panel._shown if f.rule == "duty.entrance_without_captain"}
    every = [f for f in session.findings if f.rule == "duty.entrance_without_captain"]
    assert doors == {
        f.codes for f in every if f.where is not None and shapely.Point(f.where).within(shape)
    }
    # The grid above all leaves: whatever is not of the town as a whole.
    top = int(session.plan.level(1)["uid"].iloc[0])
    session.select([top])
    assert len(panel._shown) > len(every) / 2
    assert panel.kinds.currentIndex() != WAIVED


def test_what_is_said_below_is_of_the_chosen_finding(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    """Also where a grid picked on the map has chosen it, as the buttons mend that one."""
    _checked(window, hand, planned)
    panel, session = window.findings, window.session
    own = [
        f for f in panel._shown if len(f.codes) == 1 and f.codes[0] in set(session.grids["code"])
    ]
    first, second = own[0], next(f for f in own if f.codes != own[0].codes)
    for finding in (first, second, first):
        session.select([session.plan.uid_of(finding.codes[0])])
        chosen = panel.chosen()
        assert chosen is not None
        assert finding.codes[0] in chosen.codes
        assert panel.detail.text().startswith(text_of(chosen, names(session), most=8))
