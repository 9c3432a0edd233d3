"""Targets of indicators (年度指标值) held against their results (实际完成值).

`compare` is all that others need. What is not certain is not said: `met` stays None, and `why` names the reason.
"""

from kg.targets.comparison import Comparison, Named, compare

__all__ = ["Comparison", "Named", "compare"]
