"""/healthz: whether this server takes and keeps what it is sent. Public, of one shape, and it says nothing hidden.

It writes nothing: the writer's last commit and its queue are the heartbeat.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from live.watch import Watch
from web.auth import needs, office
from web.office import now_ms

health = Blueprint("health", __name__)

BEHIND = 300  # actions that wait: ten batches, more than a hall can send at once


@health.get("/healthz")
@needs("public")
def state() -> Any:
    """200 while it saves, 503 while it cannot: {state: ok|warn|stop, ready, saving, keeping_up}."""
    watch: Watch = current_app.extensions["watch"]
    now = now_ms()
    levels = {warning.level for warning in watch.warnings(now)}
    saving = not watch.last_commit_failed
    keeping_up = not watch.stuck(now) and office().writer.waiting < BEHIND
    worst = "stop" if "stop" in levels else "warn" if levels else "ok"
    body = {"state": worst, "ready": saving and keeping_up, "saving": saving, "keeping_up": keeping_up}
    return body, 200 if body["ready"] else 503
