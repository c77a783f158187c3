"""Which rows of the household table count as a 户.

A 户 is a household registered at the address (户籍户) or a dwelling that is lived in; the two
differ where people live apart from their registration. The planner chooses which one the
factor *households* of the load means; both are counted.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from gridplanner.errors import UsageError
from gridplanner.geometry import Bools
from gridplanner.model import Plan

Rule = Literal["all", "occupied", "registered"]
#: Name of the setting that holds the rule.
HOUSEHOLD_RULE = "household_rule"
EMPTY, REGISTERED = "空", "是"


def rule_of(plan: Plan) -> Rule:
    """Give the rule in force: the setting, else every row.

    Raises
    ------
    UsageError
        ``households.rule``: the setting is none of the rules.
    """
    return checked_rule(plan.settings.get(HOUSEHOLD_RULE, "all"))


def checked_rule(value: object) -> Rule:
    """Give a rule as it is.

    Raises
    ------
    UsageError
        ``households.rule``: it is none of the rules.
    """
    for rule in get_args(Rule):
        if rule == value:
            return rule  # type: ignore[no-any-return]
    raise UsageError("households.rule", {"value": value})


def households_counted(plan: Plan, rule: Rule | None = None) -> Bools:
    """Tell the households that count.

    Parameters
    ----------
    plan : Plan
    rule : {"all", "occupied", "registered"}, optional
        ``occupied``: somebody lives there and it is not marked empty; ``registered``: the
        table says so. By default the plan's own rule.

    Returns
    -------
    bool array, shape (households,)
    """
    chosen = rule or rule_of(plan)
    households = plan.tables["households"]
    if chosen == "occupied":
        lived = (households["persons"] > 0) & (households["status"] != EMPTY)
        return np.asarray(lived, dtype=bool)
    if chosen == "registered":
        return np.asarray(households["registered"] == REGISTERED, dtype=bool)
    return np.ones(len(households), dtype=bool)
