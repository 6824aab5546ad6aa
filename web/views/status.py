"""/desk/status: how busy and how quick this server is, for who looks after it; /metrics: the same for a collector.

No score, name or entry stands in it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from live.measures import picture, prometheus
from live.watch import Watch
from web.auth import needs
from web.measuring import measures
from web.office import now_ms

status = Blueprint("status", __name__)


@status.get("/desk/status")
@needs("see-status")
def page() -> str:
    return render_template("desk/status.html")


@status.get("/api/v1/desk/status")
@needs("see-status")
def figures() -> Any:
    watch: Watch = current_app.extensions["watch"]
    now, backup = now_ms(), watch.last_backup
    warnings = [asdict(warning) for warning in watch.warnings(now)]
    return jsonify(at=now, backup_at=None if backup is None else backup[0], warnings=warnings, **picture(measures()))


@status.get("/metrics")
@needs("see-status", by_token=True)
def metrics() -> Response:
    return Response(prometheus(measures()), content_type="text/plain; version=0.0.4; charset=utf-8")
