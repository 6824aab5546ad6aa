"""create_app: the wiring, in reading order."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO

from live.board import BoardNamespace
from live.desk import DeskNamespace
from live.door import refuse_unguarded
from live.fanout import make_fan_out
from live.gate import Gate
from live.judge import JudgeNamespace
from live.pictures import DatabasePictures
from live.presence import Presence
from live.publish import Publisher
from live.rooms import DESKS, PUBLIC
from live.server import Later, cut_room, every, heard, make_socketio, make_threads
from live.watch import Watch
from scoring.store.reading.contest import contest_row
from scoring.store.sound import Finding
from web.auth import COOKIES, CookieDoor, find_actor, refuse_unnamed
from web.backups import announced, start_backups
from web.body import StrictJson
from web.commands import register
from web.config import ROOT, Settings, read_settings
from web.csrf import add_csrf
from web.errors import add_errors
from web.headers import add_headers, over_https
from web.i18n import add_languages
from web.keys import refuse_other_keys
from web.measuring import measure
from web.office import Office, now_ms, open_office
from web.printing import PrintRoom
from web.quick import QuickBallots
from web.start_checks import check_start, newest_of
from web.used import EVERY, used_of
from web.views.account import account_page
from web.views.api.account import account_api
from web.views.api.appeals import appeals_api
from web.views.api.asides import asides_api
from web.views.api.certificates import certificates
from web.views.api.changes import changes
from web.views.api.corrections import corrections_api
from web.views.api.decisions import decisions
from web.views.api.description import description
from web.views.api.desk import desk
from web.views.api.door import door
from web.views.api.judge import judge
from web.views.api.judge_changes import judge_changes
from web.views.api.known import known
from web.views.api.ledger import ledger_api
from web.views.api.paper import paper
from web.views.api.print import printing
from web.views.api.public import public
from web.views.api.setup import setup
from web.views.appeals import appeals_page
from web.views.asides import asides_page
from web.views.corrections import corrections_page
from web.views.decisions import decisions_page
from web.views.files import files
from web.views.health import health
from web.views.ledger import ledger_page
from web.views.ledger_file import ledger_files
from web.views.pages import pages
from web.views.paper import paper_page
from web.views.privacy import privacy
from web.views.shell import shell
from web.views.status import status
from web.views.verify import verify
from web.watching import LOOK_EVERY, Watchman

BODY_LIMIT = 64 * 1024  # bytes; uploads raise it for themselves
BLUEPRINTS = (
    *(account_page, account_api, ledger_page, ledger_api, appeals_page, appeals_api),
    *(decisions_page, decisions, asides_page, asides_api),
    *(changes, judge_changes, corrections_page, corrections_api),
    *(pages, shell, files, ledger_files, paper_page, verify, privacy, health, status),
    *(door, public, judge, known, desk, setup, paper, certificates, printing, description),
)
KEPT_READERS = 4  # under eventlet one question is asked at a time, by the hub; a few more by threads beside it
PRESENCE_TICK = 2  # s between looks at who is still there


def create_app(settings: Settings | None = None) -> Flask:
    """The application, complete but for its office: commands open one, the server opens another."""
    app = Flask("liangfen", root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.json = StrictJson(app)
    app.extensions["settings"] = settings or read_settings()
    add_csrf(app, app.extensions["settings"].public_url)
    add_errors(app)
    add_headers(app)
    add_languages(app, partial(over_https, app.extensions["settings"].public_url))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register(app)
    refuse_unnamed(app)
    return app


def open_for_service(app: Flask, *, watching: bool = True) -> SocketIO:
    """Look, then open the office and the live side on an application; what a server needs before it serves.

    Raises SettingRefused where the contest must not be served as it lies there.

    Without `watching` nothing looks by itself who is still there: for who opens many and ends none.
    """
    settings: Settings = app.extensions["settings"]
    refuse_other_keys(settings)
    app.extensions["start_warnings"] = check_start(settings)
    socketio = make_socketio(settings.async_mode, settings.public_url)
    socketio.init_app(app)
    Gate(socketio, known=partial(_holds_login, app))
    presence = Presence()
    publisher = _publisher(app, socketio, settings, presence)
    if app.extensions["fan_out"].unlike:
        app.extensions["start_warnings"].append(Finding("fan_out", "warn", {"what": app.extensions["fan_out"].unlike}))
    app.context_processor(lambda: _banner(app.extensions["liangfen"]))
    with_door = CookieDoor()
    measure(app, socketio)
    socketio.on_namespace(BoardNamespace(publisher, with_door))
    socketio.on_namespace(DeskNamespace(publisher, with_door))
    socketio.on_namespace(JudgeNamespace(publisher, with_door, presence, now_ms))
    refuse_unnamed(app)
    refuse_unguarded(socketio)
    if watching:
        app.extensions["liangfen"].readers.most = KEPT_READERS
        every(socketio, PRESENCE_TICK, lambda: publisher.touch(*DESKS))
        every(socketio, LOOK_EVERY, Watchman(app.extensions["watch"], app.extensions["liangfen"]).look)
        every(socketio, EVERY, used_of(app).keep)
        start_backups(app, socketio)
    app.wsgi_app = QuickBallots(app, urlsplit(settings.public_url).netloc)  # type: ignore[method-assign, assignment]
    return socketio


def _holds_login(app: Flask, environ: dict[str, Any]) -> bool:
    """Whether a handshake comes with the cookie of a login that has not ended."""
    with app.request_context(environ):
        return any(find_actor(kind) is not None for kind in COOKIES)


def _publisher(app: Flask, socketio: SocketIO, settings: Settings, presence: Presence) -> Publisher:
    epoch = secrets.token_hex(4)
    watch = app.extensions["watch"] = Watch(now_ms())
    watch.newest_fact(newest_of(settings).at)
    pictures = DatabasePictures(
        partial(_read, app),
        presence,
        now_ms,
        {"epoch": epoch, "started_at": now_ms()},
        watch,
    )
    fan_out = app.extensions["fan_out"] = make_fan_out(socketio, socketio.server.emit)
    publisher = Publisher(fan_out.deliver, pictures, now_ms, epoch)
    fan_out.newest = partial(publisher.sent, PUBLIC)
    publisher.later = Later(socketio, lambda: app.extensions["liangfen"].writer.waiting > 0)
    publisher.heard = partial(heard, socketio)
    publisher.cut = lambda room, namespace: cut_room(socketio, room, namespace)
    app.extensions["publisher"] = publisher
    app.extensions["liangfen"] = open_office(
        settings, make_threads(settings.async_mode), partial(announced, app, publisher.announce), watch
    )
    app.extensions["print_room"] = PrintRoom(app.extensions["liangfen"])
    return publisher


def _read(app: Flask, question: Callable[..., Any], *values: Any) -> Any:
    return app.extensions["liangfen"].read(question, *values)


def _banner(office: Office) -> dict[str, Any]:
    row = office.read(contest_row)
    return {"sample": row is not None and row.sample, "contest_name": row.name if row is not None else "亮分"}
