"""Chinese sources, English from ``resources/gridplanner_en.ts``, switched while running.

The wheels of PyQt6 bring no ``lrelease``, and generated files stay out of the repository:
the ``.ts`` is read as it is.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTranslator,
)
from PyQt6.QtWidgets import QApplication, QWidget

from gridplanner.errors import GridPlannerError
from gridplanner.plurals import agree
from gridplanner.wording import Language, explain, say

CONTEXT = "gridplanner"
TS_FILE = Path(__file__).parent / "resources" / "gridplanner_en.ts"
#: What Qt's own Chinese translation leaves in English.
QT_GAPS = TS_FILE.with_name("qt_zh_CN.ts")


def mark(source: str) -> str:
    """Mark a text of a table that is translated where it is shown."""
    return source


def together(text: str) -> str:
    r"""Keep each number on one line with its per cent sign.

    >>> together("+12 % of 5 rows").split(" ")
    ['+12\xa0%', 'of', '5', 'rows']
    """
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def tr(source: str, **facts: Any) -> str:
    """Give a text in the window's language, with the facts it names."""
    text = QCoreApplication.translate(CONTEXT, source)
    if not facts:
        return text
    said = together(text.format(**facts))
    return agree(said) if language() == "en" else said


def in_both(source: str) -> str:
    """Give a text in both languages, for what is searched: somebody knows it by the other."""
    return f"{source} {_english().get((CONTEXT, source), '')}"


@cache
def _english() -> dict[tuple[str, str], str]:
    return read_ts()


def listed(texts: Iterable[str]) -> str:
    """Join texts as the window's language lists things: 甲、乙 or A, B."""
    return (", " if language() == "en" else "、").join(texts)


def straight(text: str) -> str:
    """Give an English text straight quotation marks.

    The window's fonts are Chinese, and draw the others as wide as a character.
    """
    return text.translate({ord("“"): '"', ord("”"): '"'})


def language() -> Language:
    """Give the window's language."""
    app = QCoreApplication.instance()
    kept = app.property("language") if app is not None else None
    return "en" if kept == "en" else "zh"


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """Say a code in the window's language; one without a sentence is shown as it is."""
    try:
        said = together(say(code, facts, language()))
        return straight(said) if language() == "en" else said
    except KeyError:
        # A missing sentence must not take the window down with it.
        detail = ", ".join(f"{name}: {value}" for name, value in (facts or {}).items())
        return f"{code} ({detail})" if detail else code


def sentences(error: GridPlannerError) -> list[str]:
    """Say an error in the window's language: what is wrong, where, what to do."""
    try:
        said = [together(line) for line in explain(error, language())]
        return [straight(line) for line in said] if language() == "en" else said
    except KeyError:
        return [sentence(error.code, error.facts)]


def read_ts(path: Path = TS_FILE) -> dict[tuple[str, str], str]:
    """Read a translation file: (context, source) → translation, without the unfinished ones."""
    found: dict[tuple[str, str], str] = {}
    for context in ET.parse(path).iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            source, target = message.findtext("source"), message.find("translation")
            if source and target is not None and target.text and target.get("type") is None:
                found[name, source] = target.text
    return found


class TsTranslator(QTranslator):
    """A translator that reads a ``.ts`` file."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        texts = read_ts(path)
        if path == TS_FILE:
            texts = {key: straight(text) for key, text in texts.items()}
        self._texts = texts

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to look up."""
        return not self._texts

    def translate(
        self,
        context: str | None,
        sourceText: str | None,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str:
        """Look a text up; nothing sends Qt on to the next translator."""
        return cast("str", self._texts.get((context or "", sourceText or "")))


class Languages(QObject):
    """Installs the translators of one language at a time."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []

    def use(self, wanted: Language) -> None:
        """Switch the language; all widgets get ``LanguageChange``."""
        self._app.setProperty("language", wanted)
        zh = wanted == "zh"
        QLocale.setDefault(
            QLocale(QLocale.Language.Chinese, QLocale.Country.China)
            if zh
            else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        )
        # A window that was closed has left its own.
        for other in self._app.findChildren(Languages):
            other.withdraw()
        # What is installed last is asked first.
        self._installed = (
            [self._qt_chinese(), TsTranslator(QT_GAPS, self)]
            if zh
            else [TsTranslator(TS_FILE, self)]
        )
        for new in self._installed:
            self._app.installTranslator(new)

    def withdraw(self) -> None:
        """Take the translators of this one back."""
        for old in self._installed:
            self._app.removeTranslator(old)
            old.deleteLater()
        self._installed = []

    def _qt_chinese(self) -> QTranslator:
        """Load Qt's own texts (OK, Cancel, file dialogs) in Chinese."""
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator.load("qtbase_zh_CN", folder)
        return translator


class Words(QObject):
    """The texts of a widget, set now and again when the language changes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._texts: list[tuple[Callable[[str], object], str]] = []
        self._also: list[Callable[[], object]] = []
        widget.installEventFilter(self)

    def __call__(self, setter: Callable[[str], object], source: str) -> None:
        """Set a text and keep it for the next language."""
        self._texts.append((setter, source))
        setter(tr(source))

    def also(self, refresh: Callable[[], object]) -> None:
        """Call something after the texts are set in a new language."""
        self._also.append(refresh)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Set the texts anew when Qt says that the language is another."""
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            for setter, source in self._texts:
                setter(tr(source))
            for refresh in self._also:
                refresh()
        return super().eventFilter(watched, event)
