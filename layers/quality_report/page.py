"""The report as one HTML file: no script, no network, ready for print."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path

from gridplanner.model import Plan
from gridplanner.rules import RULES, Finding
from gridplanner.wording import Language, joined, say
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.privacy_scan import hand_over
from layers.quality_report.content import Content, Totals, content_of
from layers.quality_report.picture import Pictures
from layers.style import LIGHT

#: So many findings of one rule are listed, each with its map; past that, the number. A map
#: takes about 3 kB and 3 ms.
LISTED = 1000

_CSS = f"""
:root {{ color-scheme: light }}
* {{ box-sizing: border-box }}
body {{ font: 14px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: {LIGHT.text}; background: {LIGHT.outside}; margin: 0 }}
main {{ max-width: 1000px; margin: 0 auto; padding: 24px; background: {LIGHT.panel} }}
h1 {{ font-size: 24px; margin: 0 }} h2 {{ font-size: 18px; margin: 28px 0 8px }}
h3 {{ font-size: 15px; margin: 20px 0 8px }}
p.quiet, .quiet {{ color: {LIGHT.muted} }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid {LIGHT.panel_line}; padding: 4px 8px; text-align: left;
  vertical-align: top }}
th {{ background: {LIGHT.ground} }} td.n, th.n {{ text-align: right }}
.cards {{ display: flex; gap: 12px; flex-wrap: wrap; margin: 16px 0 }}
.card {{ flex: 1 1 140px; border: 1px solid {LIGHT.panel_line}; padding: 8px 16px }}
.card b {{ display: block; font-size: 26px }}
.e {{ color: #B3261E }} .w {{ color: #8A5A00 }} .i {{ color: #1B66C9 }} .ok {{ color: #2E6B3A }}
.grid {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 12px }}
.f {{ border: 1px solid {LIGHT.panel_line}; padding: 8px; break-inside: avoid; display: flex;
  gap: 8px; min-width: 0 }}
.f div {{ min-width: 0; overflow-wrap: anywhere }}
svg {{ width: 120px; height: 120px; flex: none; border: 1px solid {LIGHT.panel_line} }}
svg text {{ font-size: 12px; fill: {LIGHT.text} }}
path.w {{ fill: {LIGHT.water}; stroke: none }}
path.s {{ fill: none; stroke: {LIGHT.street}; stroke-width: 3 }}
path.b {{ fill: {LIGHT.building} }} path.l {{ fill: none; stroke: {LIGHT.border} }}
path.h {{ fill: {LIGHT.accent}; fill-opacity: .25 }}
circle.p {{ fill: none; stroke: #B3261E; stroke-width: 2.5 }}
table.v tr {{ break-inside: avoid }} table.v td:nth-child(n+3) {{ overflow-wrap: anywhere }}
table.v td:first-child {{ width: 138px }} table.v td:nth-child(n+5) {{ white-space: nowrap }}
@media print {{ body {{ background: none }} main {{ padding: 0; max-width: none }}
  h2, h3 {{ break-after: avoid }} }}
"""
_LETTER = {"error": "e", "warning": "w", "info": "i"}


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the report.

    Raises
    ------
    InputError, StoreError
        The file cannot be written, or would show what its profile hides.
    """
    del summary
    options = options.checked(plan)
    content = content_of(plan, options)
    html = _page(content, Pictures(plan), options.language)
    hand_over(out, html.encode(), plan, options)
    rows = {"findings": len(content.findings), "waivers": len(content.waivers)}
    return WriteResult(out, content.notes, rows)


def _page(content: Content, pictures: Pictures, language: Language) -> str:
    def word(key: str, **facts: object) -> str:
        return escape(say(f"quality.{key}", facts, language))

    head = " · ".join(filter(None, [content.title, say("quality.title", None, language)]))
    crs = say("quality.crs", {"crs": content.crs}, language)
    facts = [content.day, content.mark, crs, f"gridplanner {content.version}"]
    parts = [
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>',
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{escape(head)}</title><style>{_CSS}</style></head><body><main>",
        f"<h1>{escape(head)}</h1>",
        f'<p class="quiet">{escape("　".join(filter(None, facts)))}</p>',
        _cards(content, language),
        f"<p>{word('profile', name=content.profile)} {_quiet(content.source)}</p>",
        f"<h2>{word('totals')}</h2>",
        _totals(content, language),
        f"<h2>{word('list')}</h2>",
    ]
    if content.withheld:
        parts.append(f'<p class="quiet">{word("withheld", count=content.withheld)}</p>')
    parts.append(_list(content, pictures, language))
    parts.append(f"<h2>{word('waivers')}</h2>")
    parts.append(_waivers(content, pictures, language))
    parts.append(f"<h2>{word('data')}</h2>")
    parts += [f"<p>{escape(source)}</p>" for source in content.sources]
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{count:,}</td></tr>'
        for name, count in content.data
    )
    parts.append(f"<table><tr><th>{word('table')}</th><th class=n>{word('rows')}</th></tr>{rows}")
    parts.append("</table></main></body></html>")
    return "".join(parts)


def _quiet(text: str) -> str:
    return f'<span class="quiet">{escape(text)}</span>'


def _cards(content: Content, language: Language) -> str:
    cards = []
    for kind in ("error", "warning", "info", "waived"):
        code = f"severity.{kind}" if kind != "waived" else "quality.waived"
        letter = _LETTER.get(kind, "quiet")
        cards.append(
            f'<div class="card"><b class="{letter}">{content.counts[kind]:,}</b>'
            f"{escape(say(code, None, language))}</div>"
        )
    return f'<div class="cards">{"".join(cards)}</div>'


def _totals(content: Content, language: Language) -> str:
    heads = ["rule", "error", "warning", "info", "waived"]
    names = [
        say(f"quality.{h}" if h in ("rule", "waived") else f"severity.{h}", None, language)
        for h in heads
    ]
    top = "".join(
        f"<th{' class=n' if at else ''}>{escape(name)}</th>" for at, name in enumerate(names)
    )
    return (
        f"<table><tr>{top}</tr>{''.join(_total(row, language) for row in content.totals)}</table>"
    )


def _total(row: Totals, language: Language) -> str:
    name = f'{escape(row.title)} <span class="quiet">{row.rule}</span>'
    values = (row.error, row.warning, row.info, row.waived)
    if not any(values):
        kept = escape(say("quality.kept", None, language))
        return f'<tr><td>{name}</td><td class="n ok" colspan="4">{kept}</td></tr>'
    letters = ("e", "w", "i", "quiet")
    cells = "".join(
        f'<td class="n {letter if value else ""}">{value:,}</td>'
        for letter, value in zip(letters, values, strict=True)
    )
    return f"<tr><td>{name}</td>{cells}</tr>"


def _list(content: Content, pictures: Pictures, language: Language) -> str:
    groups: dict[str, list[tuple[Finding, str]]] = defaultdict(list)
    for finding, text in content.findings:
        if not finding.waived:
            groups[finding.rule].append((finding, text))
    if not groups:
        return f'<p class="ok">{escape(say("quality.none", None, language))}</p>'
    parts = []
    for rule, rows in groups.items():
        title = escape(say(f"title.{rule}", None, language))
        parts.append(f'<h3>{title} <span class="quiet">{rule} · {len(rows):,}</span></h3>')
        parts.append('<div class="grid">')
        parts += [_finding(finding, text, pictures, language) for finding, text in rows[:LISTED]]
        parts.append("</div>")
        if len(rows) > LISTED:
            more = say("quality.more", {"count": len(rows) - LISTED}, language)
            parts.append(f'<p class="quiet">{escape(more)}</p>')
    return "".join(parts)


def _finding(finding: Finding, text: str, pictures: Pictures, language: Language) -> str:
    picture = pictures.of(finding)
    severity = escape(say(f"severity.{finding.severity}", None, language))
    place = (
        ""
        if finding.where is None
        else f"E\u00a0{finding.where[0]:.1f} N\u00a0{finding.where[1]:.1f}"
    )
    return (
        f'<div class="f">{picture}<div><b class="{_LETTER[finding.severity]}">{severity}</b> '
        f'{escape(text)}<br><span class="quiet">{place}</span></div></div>'
    )


def _waivers(content: Content, pictures: Pictures, language: Language) -> str:
    """Say each waiver with its reason, beside what it accepts and where that is."""
    if not len(content.waivers):
        return f'<p class="quiet">{escape(say("quality.no_waivers", None, language))}</p>'
    heads = [
        say(f"quality.{key}", None, language)
        for key in ("map", "rule", "found", "reason", "user", "date")
    ]
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    accepted: dict[tuple[str, str], list[tuple[Finding, str]]] = defaultdict(list)
    for finding, text in content.findings:
        if finding.waived:
            accepted[finding.rule, finding.target].append((finding, text))
    rows = []
    for rule, target, reason, user, date in content.waivers.itertuples(index=False):
        mine = accepted[rule, target]
        texts = [escape(text) for _, text in mine] or [escape(joined(target.split("|"), language))]
        if (rule, target) in content.gone:
            texts.append(_quiet(say("quality.gone", None, language)))
        title = escape(say(f"title.{rule}", None, language) if rule in RULES else rule)
        cells = [title, "<br>".join(texts), *map(escape, (reason, user, date))]
        maps = "".join(pictures.of(finding) for finding, _ in mine)
        rows.append(f"<tr><td>{maps}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return f"<table class=v><tr>{top}</tr>{''.join(rows)}</table>"
