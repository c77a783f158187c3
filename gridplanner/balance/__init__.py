"""Balance: divide a town into nested grids of equal load, and rebalance a plan in force.

Everything works on bare arrays (:class:`Problem`), so that any instance can be solved.
Importing this package is cheap; kernels are loaded and compiled by the first solve.
"""

from gridplanner.balance.problem import Problem, ProblemError
from gridplanner.balance.solution import Solution
from gridplanner.balance.solver import solve
from gridplanner.balance.wrappers import partition, rebalance

__all__ = ["Problem", "ProblemError", "Solution", "partition", "rebalance", "solve"]
