"""Names for those who hear the window: a field is called by its hint or the label before it."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from ui.qt import held

#: Property under which the name that was given here is kept, so that another may replace it.
GIVEN = "given_name"
#: What is one thing to whoever hears it, whatever it is made of.
WHOLE = (QComboBox, QAbstractSpinBox, QAbstractItemView, QAbstractButton, QLineEdit, QTabBar)


def name_fields(root: QWidget, title: str) -> None:
    """Give every field below a widget a name, where it has none of its own.

    Parameters
    ----------
    root : QWidget
        A panel, or a dialog.
    title : str
        What a field is called that has neither a hint nor a label before it, such as a table.
    """
    widgets = list(_in_order(root))
    buddies = {label.buddy(): _plain(label) for label in widgets if isinstance(label, QLabel)}
    before = ""
    for widget in widgets:
        if isinstance(widget, QLabel):
            before = _plain(widget) or before
        elif takes_keys(widget):
            own = widget.accessibleName()
            if not own or own == widget.property(GIVEN):
                name = buddies.get(widget) or _hint(widget) or before or title
                widget.setAccessibleName(name)
                widget.setProperty(GIVEN, name)
            before = ""


def takes_keys(widget: QWidget) -> bool:
    """Tell whether the keyboard can go to a widget, and there is something to be heard there."""
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(
        widget, (QLabel, QScrollArea)
    )


def fields(root: QWidget) -> list[QWidget]:
    """List what the keyboard can go to below a widget, as it is laid out."""
    return [widget for widget in _in_order(root) if takes_keys(widget)]


def _in_order(root: QWidget) -> Iterator[QWidget]:
    """Go through the widgets below one as they are laid out, not as they were made."""
    layout = root.layout()
    if layout is not None:
        yield from _laid(layout)
        return
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            if not isinstance(child, WHOLE):
                yield from _in_order(child)


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = held(layout.itemAt(place))
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
            if not isinstance(widget, WHOLE):
                yield from _in_order(widget)
        elif inner is not None:
            yield from _laid(inner)


def _hint(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    if isinstance(widget, QAbstractButton):
        return widget.text() or widget.toolTip().partition("\n")[0]
    return ""


def _plain(label: QLabel) -> str:
    return label.text().replace("&", "").strip(" ：:")
