"""gridplanner: plan, check and balance the nested service grids of a town.

>>> from gridplanner import Scheme
>>> Scheme.parse("7/35/253").counts
(7, 35, 253)
"""

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.store import new_project, open_project

__version__ = "0.1.0"

__all__ = ["Plan", "Scheme", "__version__", "new_project", "open_project"]
