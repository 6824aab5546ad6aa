"""Serves: ``python wsgi.py``. As a module it is the application that ``flask contest …`` finds.

eventlet patches only when this file is run, and before anything else is imported: commands import
this module after Flask, and patching then would break them.
"""

import os
import signal
import sys
import warnings

if __name__ == "__main__" and os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()

from web.app import create_app, open_for_service
from web.config import SettingRefused


def main() -> int:
    """Serve until Ctrl-C; 2 and the reason where a setting is refused."""
    from live.server import CannotListen, serve
    from live.words import say
    from web.office import hold_lock
    from web.start_checks import words_of
    from web.tls import SOON, certificate_of, now

    try:
        settings = app.extensions["settings"]
        tls = certificate_of(settings, now())
        lock = hold_lock(settings)
        socketio = open_for_service(app)
    except SettingRefused as refused:
        print(f"亮分没有启动 / not started: {refused}", file=sys.stderr)
        return 2
    for finding in app.extensions["start_warnings"]:
        print(f"注意 / mind: {words_of(finding)}", file=sys.stderr)
    if tls is not None and tls.days < SOON:
        print(f"注意 / mind: TLS_CERT {tls.days} 天后过期 / ends in {tls.days} days", file=sys.stderr)
    print(f"亮分 {settings.scheme}://{settings.host}:{settings.port}/", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by a service or by hand: the same end
    status = 0
    try:
        serve(socketio, app, settings.host, settings.port, None if tls is None else tls.context)
    except KeyboardInterrupt:
        pass
    except CannotListen as refused:
        words = say("start.port", host=settings.host, port=settings.port, why=str(refused))
        print(f"亮分没有启动 / not started: {words['zh']} / {words['en']}", file=sys.stderr)
        status = 2
    app.extensions["backups"].stop()
    print("已停止 / stopped", flush=True)
    lock.close()
    return status


try:
    app = create_app()
except SettingRefused as refusal:
    print(f"亮分没有启动 / not started: {refusal}", file=sys.stderr)
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main())
