"""How the bodies of requests are read: what cannot be JSON is malformed, never a fault of ours."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, in the order written, Chinese as it is, no number that is none."""

    sort_keys = False
    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value; raises ValueError for anything else, however deep it is nested."""
        try:
            return super().loads(s, parse_constant=_refuse, **kwargs)
        except RecursionError as too_deep:
            raise ValueError("nested too deep") from too_deep


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
