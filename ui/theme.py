"""Palette, font and stylesheet, light and dark, from the map's one palette."""

from __future__ import annotations

from PyQt6.QtGui import QColor, QFont, QPalette
from PyQt6.QtWidgets import QApplication

from layers.style import Surface, mix, surface

FONTS = [
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
]
FONT_PX = 13
#: Fields framed by the style itself, and how many per cent darker than the window it does so.
FRAMED = ("QAbstractSpinBox", "QComboBox")
OUTLINE_DARKER = 140


def colours(*, dark: bool) -> Surface:
    """Give the window's colours."""
    return surface("dark" if dark else "light")


def is_dark() -> bool:
    """Whether the application's palette is dark."""
    return QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def base_font() -> QFont:
    """Give the font of all widgets, with tabular figures where the font has them."""
    font = QFont()
    font.setFamilies(FONTS)
    font.setPixelSize(FONT_PX)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def window_colour(*, dark: bool) -> str:
    """Give the colour behind panels and toolbars."""
    return "#1F2226" if dark else "#F6F5F1"


def palette(*, dark: bool) -> QPalette:
    """Make the palette; the accent is the highlight and nothing else."""
    c = colours(dark=dark)
    window = window_colour(dark=dark)
    result = QPalette()
    role = QPalette.ColorRole
    values = {
        role.Window: window,
        role.WindowText: c.text,
        role.Base: c.panel,
        role.AlternateBase: mix(c.panel, c.text, 0.03),
        role.Text: c.text,
        role.Button: mix(window, c.panel, 0.5),
        role.ButtonText: c.text,
        role.BrightText: c.text,
        role.Highlight: c.accent,
        role.HighlightedText: "#10151C" if dark else "#FFFFFF",
        role.Link: c.accent,
        role.ToolTipBase: c.panel,
        role.ToolTipText: c.text,
        role.PlaceholderText: c.muted,
        role.Light: mix(window, "#FFFFFF", 0.3),
        role.Midlight: mix(window, "#FFFFFF", 0.15),
        role.Mid: c.panel_line,
        role.Dark: mix(c.panel_line, "#000000", 0.2),
        role.Shadow: "#000000",
        role.Accent: c.accent,
    }
    for key, colour in values.items():
        result.setColor(key, QColor(colour))
    faint = QColor(mix(c.text, window, 0.55))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, faint)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(c.panel_line))
    return result


def framed(*, dark: bool) -> QPalette:
    """Make the palette of fields that Fusion frames in a darker tone of the window.

    On a dark window that is hardly seen, so the tone is chosen to come out as the colour of
    lines. The stylesheet cannot frame them: it would take the arrows away.
    """
    result = palette(dark=dark)
    line = QColor(mix(colours(dark=dark).panel_line, colours(dark=dark).text, 0.15))
    result.setColor(QPalette.ColorRole.Window, line.lighter(OUTLINE_DARKER))
    return result


def stylesheet(*, dark: bool) -> str:
    """Make the stylesheet; spacing in steps of 4 px."""
    c = colours(dark=dark)
    window = window_colour(dark=dark)
    return _SHEET.format(
        window=window,
        panel=c.panel,
        text=c.text,
        muted=c.muted,
        line=c.panel_line,
        accent=c.accent,
        on_accent="#10151C" if dark else "#FFFFFF",
        hover=mix(window, c.text, 0.07),
        pressed=mix(window, c.text, 0.13),
        soft=mix(c.panel, c.accent, 0.16),
        handle=mix(window, c.text, 0.25),
        error="#F28B82" if dark else "#B3261E",
        warning="#F0B04B" if dark else "#9A5B00",
    )


def apply(app: QApplication, *, dark: bool) -> None:
    """Dress the application."""
    app.setStyle("Fusion")
    app.setFont(base_font())
    app.setPalette(palette(dark=dark))
    for kind in FRAMED:
        app.setPalette(framed(dark=dark), kind)
    app.setStyleSheet(stylesheet(dark=dark))


_SHEET = """
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenuBar {{ background: {window}; padding: 0 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {panel}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolBar {{ background: {window}; border: 0; border-bottom: 1px solid {line};
            padding: 4px; spacing: 2px; }}
QToolBar::separator {{ width: 1px; background: {line}; margin: 4px; }}
QToolButton {{ border: 0; border-radius: 4px; padding: 4px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {pressed}; }}
QToolButton:focus {{ border: 1px solid {accent}; padding: 3px; }}
QDockWidget::title {{ background: {window}; padding: 8px; border-bottom: 1px solid {line}; }}
QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QLabel {{ color: {muted}; padding: 0 8px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar {{ background: {window}; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 6px 12px; border: 0;
               border-bottom: 2px solid transparent; }}
QTabBar#narrow::tab {{ padding: 6px 4px; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {text}; }}
QTabBar:focus::tab:selected {{ border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTreeView, QTableView, QListView {{ background: {panel}; border: 0; outline: 0;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QListView#offers {{ border: 1px solid {line}; }}
QTreeView::item {{ padding: 2px 0; }}
QTreeView::item:hover:!selected, QListView::item:hover:!selected {{ background: {hover}; }}
QHeaderView {{ background: {panel}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: 0;
    border-bottom: 1px solid {line}; padding: 4px 4px; font-weight: normal; }}
QLineEdit, QPlainTextEdit {{ background: {panel};
    border: 1px solid {line}; border-radius: 4px; padding: 4px 8px; min-height: 18px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {accent}; }}
QLineEdit:disabled {{ color: {muted}; }}
QComboBox, QSpinBox, QDoubleSpinBox {{ min-height: 26px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {line};
    selection-background-color: {hover}; selection-color: {text}; }}
QCheckBox::indicator:unchecked, QListView::indicator:unchecked, QTreeView::indicator:unchecked,
QTableView::indicator:unchecked {{ border: 1px solid {muted}; border-radius: 2px;
    background: {panel}; }}
QRadioButton::indicator:unchecked {{ border: 1px solid {muted}; border-radius: 7px;
    width: 12px; height: 12px; background: {panel}; }}
QPushButton {{ background: {panel}; border: 1px solid {line}; border-radius: 4px;
    padding: 4px 12px; min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton:default {{ border: 1px solid {text}; }}
QPushButton#primary {{ border: 1px solid {text}; font-weight: bold; }}
QPushButton:focus, QPushButton#primary:focus {{ border: 1px solid {accent}; }}
QPushButton#link {{ border: 0; background: transparent; text-align: left; padding: 2px 0;
    min-height: 16px; text-decoration: underline; }}
QPushButton#link:focus {{ border: 1px solid {accent}; }}
QPushButton#link:hover {{ background: {hover}; }}
QGroupBox {{ border: 1px solid {line}; border-radius: 4px; margin-top: 12px; padding: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; padding: 0 4px; color: {muted}; }}
QProgressBar {{ border: 0; border-radius: 2px; background: {line}; max-height: 4px; }}
QProgressBar::chunk {{ background: {muted}; border-radius: 2px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {handle}; border-radius: 3px; margin: 2px;
    min-height: 24px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: 0; width: 0; height: 0; }}
QScrollArea {{ border: 0; background: {panel}; }}
QWidget#page {{ background: {panel}; }}
QLabel#muted {{ color: {muted}; }}
QLabel#map_title {{ color: {muted}; padding: 4px 12px; background: {window}; }}
QLabel#heading {{ font-weight: bold; font-size: 15px; }}
QLabel#title {{ font-weight: bold; font-size: 22px; }}
QLabel#error {{ color: {error}; }}
QLabel#warning {{ color: {warning}; }}
QFrame#line {{ background: {line}; max-height: 1px; border: 0; }}
QFrame#message {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#message[severity="error"] {{ border: 1px solid {error}; }}
QFrame#message[severity="warning"] {{ border: 1px solid {warning}; }}
QFrame#offer {{ background: {panel}; border-bottom: 1px solid {line}; }}
QFrame#drop {{ border: 2px dashed {line}; border-radius: 8px; background: {panel}; }}
QFrame#drop[over="true"] {{ border-color: {accent}; }}
"""
