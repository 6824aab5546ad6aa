"""The faults that T19 must find."""

from __future__ import annotations

from tests.torture.t19_checkout import Change

WORKER, SHELL = "static/js/worker.js", "static/js/parts/judge-shell.js"
# name → (what the case must say, what is planted in both versions)
PLANTED: dict[str, tuple[str, tuple[Change, ...]]] = {
    "a worker that keeps the server's answers": (
        "the worker keeps /api/",
        (
            Change(
                WORKER,
                'else if (url.pathname.indexOf("/static/") === 0)',
                'else if (url.pathname.indexOf("/api/") === 0)\n'
                "  event.respondWith(fetch(request).then(async (answer) => {\n"
                "    await (await caches.open(OWN)).put(request, answer.clone());\n    return answer;\n  }));\n"
                '  else if (url.pathname.indexOf("/static/") === 0)',
            ),
        ),
    ),
    "a worker that does not wait": (
        "while a ballot waited",
        (
            Change(
                WORKER,
                "async function install() {",
                "async function install() {\n  await take();\n  self.skipWaiting();",
            ),
        ),
    ),
    "a page that swaps whatever waits": (
        "the page is new new",
        (
            Change(SHELL, "shell.swapping || shell.waiting()", "shell.swapping"),
            Change(SHELL, "answer && !shell.waiting()", "answer"),
            Change(
                SHELL, "    offer(shell);\n  };", "    offer(shell);\n    window.setTimeout(swap, 300, shell);\n  };"
            ),
        ),
    ),
}
