"""Every text has an English one, and the language is switched while the window runs."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QMenu, QTreeView

import ui
from gridplanner.errors import UsageError
from tests.ui.conftest import Hand
from ui.dialogs.duty_dialog import CaptainDialog
from ui.language import listed, read_ts, sentence, sentences, tr
from ui.main_window import MainWindow
from ui.qt import held

CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: The language's own name, and a pattern over names that are data.
NO_TEXTS = {"中文", r"第\d+\S*网格"}
UI = Path(str(ui.__file__)).parent


def texts(path: Path) -> set[str]:
    """Collect the Chinese texts of a module, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in docs
    }


def english() -> dict[str, str]:
    """Give the English of every text."""
    return {source: text for (_, source), text in read_ts().items()}


def fields(text: str) -> set[str]:
    """Name the facts of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_an_english_one() -> None:
    known = english()
    files = [path for path in UI.rglob("*.py") if "canvas" not in path.parts]
    wanted = set().union(*map(texts, files)) - NO_TEXTS
    assert sorted(wanted - set(known)) == []
    assert [text for text in known.values() if CHINESE.search(text)] == []
    assert [zh for zh, en in known.items() if fields(zh) != fields(en)] == []


def shown_texts(window: MainWindow) -> list[str]:
    """Collect what labels, buttons, menus and tabs say now."""
    found = [label.text() for label in window.findChildren(QLabel)]
    found += [button.text() for button in window.findChildren(QAbstractButton)]
    found += [menu.title() for menu in window.findChildren(QMenu)]
    found += [action.text() for action in window.actions_table.by_id.values()]
    found += [window.docks.tabs.tabText(at) for at in range(4)]
    found += [dock.windowTitle() for dock in window.docks.all]
    header = Qt.Orientation.Horizontal
    found += [str(window.tree.model.headerData(at, header)) for at in range(5)]
    return found


def test_switch_while_running(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    before = shown_texts(window)
    hand.speak("en")
    # What is left are names of the data and the name of the other language.
    left = [text for text in shown_texts(window) if CHINESE.search(text) and text != "中文"]
    assert left == []
    assert window.preferences.language == "en"
    hand.speak("zh")
    assert shown_texts(window) == before


def test_chinese_at_first(window: MainWindow) -> None:
    assert window.preferences.language == "zh"
    assert window.start.open.text() == "打开项目…"


def test_qts_own_dialogs_speak_chinese(window: MainWindow, tmp_path: Path, hand: Hand) -> None:
    """Every label, button and column title of the file dialog; English after a switch."""
    (tmp_path / "folder").mkdir()

    def said() -> list[str]:
        dialog = QFileDialog(window, "", str(tmp_path))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
        tree = held(dialog.findChild(QTreeView))
        model = held(tree.model())
        texts += [
            str(model.headerData(column, Qt.Orientation.Horizontal))
            for column in range(model.columnCount())
        ]
        dialog.deleteLater()
        return texts

    assert len(said()) >= 7
    assert [text for text in said() if not CHINESE.search(text)] == []
    hand.speak("en")
    assert [text for text in said() if CHINESE.search(text)] == []


def test_english_texts_have_straight_quotation_marks(window: MainWindow, hand: Hand) -> None:
    """Chinese fonts draw curly ones as wide as a character."""
    curly = [source for source, text in english().items() if "“" in text]
    assert curly
    hand.speak("en")
    assert [source for source in curly if "“" in tr(source) or '"' not in tr(source)] == []
    error = UsageError("session.no_project")
    assert "“" not in sentence("job.busy", {"job": "“x”"})
    assert "“" not in "".join(sentences(error))


def test_lists_are_joined_as_the_language_does(window: MainWindow, hand: Hand) -> None:
    assert listed(["005", "009"]) == "005、009"
    hand.speak("en")
    assert listed(["005", "009"]) == "005, 009"


def test_roles_of_people_are_said_in_english(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    hand.speak("en")
    door = str(window.session.plan.tables["entrances"]["id"].iloc[0])
    dialog = CaptainDialog(window.session.plan, door, window)
    column = [shown.field for shown in dialog.model.columns].index("role")
    said = {str(dialog.model.index(row, column).data()) for row in range(dialog.model.rowCount())}
    dialog.deleteLater()
    assert said
    assert [text for text in said if CHINESE.search(text)] == []
