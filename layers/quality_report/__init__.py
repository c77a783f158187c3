"""质检报告: what the rules say of a plan, as one HTML file or a workbook."""

from layers.quality_report.page import write as write_html
from layers.quality_report.sheets import write as write_xlsx

__all__ = ["write_html", "write_xlsx"]
