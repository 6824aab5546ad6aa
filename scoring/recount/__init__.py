"""The second scoring: fractions only, from plain JSON, sharing no code with the first.

`recount_pool` takes what an export holds and comes to the same results by another way;
a contest is final only where both agree in every field.
"""

from scoring.recount.pool import recount_pool

__all__ = ["recount_pool"]
