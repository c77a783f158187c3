"""The report as a workbook: totals, findings, waivers, data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from gridplanner.model import Plan
from gridplanner.rules import RULES
from gridplanner.wording import Language, joined, say
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.privacy_scan import hand_over
from layers.quality_report.content import Content, content_of
from layers.style import LIGHT
from layers.text_workbook import lay_out, lines_of, text_workbook

#: Numbers of a finding that have a column of their own.
FIGURES = ("area_m2", "width_m", "households", "value", "deviation", "parts", "count")


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the report; every text is written as text.

    Raises
    ------
    InputError, StoreError
        The file cannot be written, or would show what its profile hides.
    """
    del summary
    options = options.checked(plan)
    made, content = workbook_of(plan, options)
    hand_over(out, made, plan, options)
    rows = {"findings": len(content.findings), "waivers": len(content.waivers)}
    return WriteResult(out, content.notes, rows)


def workbook_of(plan: Plan, options: ExportOptions) -> tuple[bytes, Content]:
    """Make the workbook, and give what it says; the same bytes for the same plan and day."""
    content = content_of(plan, options)
    buffer = io.BytesIO()
    book = text_workbook(buffer)
    book.set_properties({"title": content.title, "created": pd.Timestamp(options.day)})
    _Sheets(book, content, options.language).write()
    book.close()
    return buffer.getvalue(), content


class _Sheets:
    """A workbook under construction."""

    def __init__(self, book: Any, content: Content, language: Language) -> None:
        self.book, self.content, self.language = book, content, language
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        line = {"border": 1, "border_color": LIGHT.panel_line, "text_wrap": True}
        self.big = book.add_format({**base, "font_size": 14, "bold": True})
        self.quiet = book.add_format({**base, "font_color": LIGHT.muted})
        self.head = book.add_format({**base, **line, "bold": True, "bg_color": "#EFEDE7"})
        # Wrapped: what is to be done stands at the end of a sentence.
        self.text = book.add_format({**base, **line, "num_format": "@", "text_wrap": True})
        self.percent = book.add_format({**base, **line, "num_format": "+0.0%;−0.0%;0.0%"})
        # One format for both would leave a bare point behind whole numbers.
        self.whole = book.add_format({**base, **line, "num_format": "#,##0"})
        self.number = book.add_format({**base, **line, "num_format": "#,##0.0##"})
        self.place = book.add_format({**base, **line, "num_format": "0.000"})

    def word(self, key: str) -> str:
        """Give one of the report's own words."""
        code = f"severity.{key}" if key in ("error", "warning", "info") else f"quality.{key}"
        return say(code, None, self.language)

    def _format(self, head: str, value: Any) -> Any:
        if head in ("x", "y"):
            return self.place
        if head == "deviation":
            return self.percent
        return self.number if isinstance(value, float) else self.whole

    def write(self) -> None:
        """Write all sheets."""
        content = self.content
        self._sheet(
            "totals", ("title_rule", "rule_id", "error", "warning", "info", "waived"),
            (22, 32, 9, 9, 9, 9),
            ((t.title, t.rule, t.error, t.warning, t.info, t.waived) for t in content.totals),
        )  # fmt: skip
        self._sheet(
            "list",
            ("severity", "title_rule", "rule_id", "grids", "text", "x", "y", *FIGURES, "waived"),
            (9, 16, 28, 28, 92, 12, 13, *(11 for _ in FIGURES), 9),
            (
                (
                    self.word(f.severity), say(f"title.{f.rule}", None, self.language), f.rule,
                    joined(f.codes, self.language), text,
                    "" if f.where is None else round(f.where[0], 3),
                    "" if f.where is None else round(f.where[1], 3),
                    *(f.facts.get(name, "") for name in FIGURES),
                    self.word("yes") if f.waived else "",
                )
                for f, text in content.findings
            ),
        )  # fmt: skip
        self._sheet(
            "waivers", ("title_rule", "rule_id", "target", "reason", "user", "date"),
            (18, 28, 36, 50, 12, 12),
            (
                (
                    say(f"title.{rule}", None, self.language) if rule in RULES else rule,
                    rule, joined(target.split("|"), self.language), reason, user, date,
                )
                for rule, target, reason, user, date in content.waivers.itertuples(index=False)
            ),
        )  # fmt: skip
        about: list[tuple[str, Any]] = [(name, count) for name, count in content.data]
        about += [(source, "") for source in (
            say("quality.profile", {"name": content.profile}, self.language), content.source,
            say("quality.crs", {"crs": content.crs}, self.language), *content.sources,
        )]  # fmt: skip
        self._sheet("data", ("table", "rows"), (70, 12), about)

    def _sheet(
        self, key: str, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[Any]]
    ) -> None:
        sheet = self.book.add_worksheet(self.word(key))
        title = " · ".join(filter(None, [self.content.title, self.word("title")]))
        sheet.write_string(0, 0, title, self.big)
        said = [self.content.day, self.content.mark]
        if key == "list" and self.content.withheld:
            # Else the list would seem to lack what the totals count.
            said.append(say("quality.withheld", {"count": self.content.withheld}, self.language))
        about = "   ".join(filter(None, said))
        sheet.write_string(1, 0, about, self.quiet)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(2, column, self.word(head), self.head)
            sheet.set_column(column, column, width)
        last = 2
        for last, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(last, column, value, self.text)
                else:
                    form = self._format(heads[column], value)
                    sheet.write_number(last, column, float(value), form)
            lines = max(
                lines_of(value, width)
                for value, width in zip(row, widths, strict=True)
                if isinstance(value, str)
            )
            if lines > 1:
                sheet.set_row(last, 15 * lines)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.autofilter(2, 0, max(last, 3), len(heads) - 1)
        lay_out(sheet, widths)
        sheet.set_footer("&C&P / &N")
