"""Whose rows: what one judge wrote is neither shown to nor written by another judge, another hall, a role, a screen."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask.testing import FlaskClient

from scoring.actions.judging import save_draft, submit_ballot
from scoring.store.reading.ballots import draft_of, latest_ballot
from tests.office import as_judge, ballot
from tests.torture.t08_asking import Crowd, routes_of
from tests.torture.t08_contest import CHIEF, JUDGE, entry_of
from tests.torture.t08_sweep import opened
from tests.torture.t08_table import PERSONS
from tests.web.serving import OURS, House, put, wire

MARKS, DRAFT = (4550, 2150), (1750, None)  # hundredths, such as nobody else gives
WORDS = "像金丝雀一样的评语"
WRITER, DRAFTER, FELLOW, DEPUTY, STRANGER, OTHER_CHIEF = "JA4", "JA3", "JX", "JA2", "JB2", "JB1"
JUDGE_API = "/api/v1/judge"


def spelled(*hundredths: int | None) -> list[str]:
    """Every spelling of marks and of their total."""
    given = [one for one in hundredths if one is not None]
    whole = [str(one) for one in (*given, sum(given))]
    return [*whole, *(f"{one[:-2]}.{one[-2:]}" for one in whole), *(f"{one[:-2]}.{one[-2]}" for one in whole)]


SECRETS = [WORDS, json.dumps(WORDS)[1:-1], *spelled(*MARKS), *spelled(*DRAFT)]
SCORE = ("84.20", "80.33")  # final and presentation: 67 and 82 dropped, (80 + 80 + 81) / 3, and 90 of the document


def told(text: str, secrets: Sequence[str] = SECRETS) -> list[str]:
    """The secrets that stand in a text, not as a piece of a longer number."""
    return [one for one in secrets if re.search(rf"(?<![\w.]){re.escape(one)}(?![\w])", text)]


def text_of(content: bytes) -> str:
    """What can be read in an answer; a workbook is opened."""
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def write(crowd: Crowd) -> None:
    """The judge's ballot where the last one is owed, and a draft where the entry is presented."""
    do = crowd.house.office.do
    sent = ballot(entry_of("scoring"), JUDGE, 0, marks=MARKS, comment=WORDS)
    do(submit_ballot, as_judge(JUDGE), sent=sent)
    do(submit_ballot, as_judge(CHIEF), sent=ballot(entry_of("scoring"), CHIEF, 80))
    do(save_draft, as_judge(JUDGE), entry=entry_of("presenting"), judge=JUDGE, marks=list(DRAFT), comment="")


def shown_to(crowd: Crowd, person: str, *states: str) -> Iterator[tuple[str, str]]:
    """Everything that a person is told: where, and the text of each page, operation and socket."""
    for route in routes_of(crowd.house):
        if route.method == "GET":
            for state in states if "<entry>" in route.rule or "<session>" in route.rule else states[:1]:
                yield f"{person} {route.name} ({state})", text_of(crowd.ask(route, person, state).data)
    for path in ("/public", "/desk", "/judge"):
        socket = opened(crowd, person, path)
        if socket.is_connected(path):
            yield f"{person} {path}", json.dumps(socket.get_received(path), ensure_ascii=False)
            socket.disconnect(path)


def where_told(crowd: Crowd, *states: str, secrets: Sequence[Sequence[str]]) -> list[dict[str, list[str]]]:
    """For each kind of secrets, by person, where one of them is told; persons who are told none are left out."""
    found: list[dict[str, list[str]]] = [{} for _kind in secrets]
    for person in PERSONS:
        for where, text in shown_to(crowd, person, *states):
            for number, kind in enumerate(secrets):
                if told(text, kind):
                    found[number].setdefault(person, []).append(where)
    return found


class Hall:
    """Hall A of the small contest while A1 is presented: one judge has sent a ballot, another has a draft."""

    def __init__(self, house: House) -> None:
        self.house, self.wrong = house, list[str]()
        house.begin("A1")
        self.body = wire("A1", WRITER, 0, marks=MARKS, comment=WORDS)
        self.receipt = put(house.judge(WRITER), self.body).get_json()["receipt"]
        draft = {"marks": list(DRAFT), "comment": ""}
        answer = house.judge(DRAFTER).put(f"{JUDGE_API}/drafts/A1", json=draft, headers=OURS)
        assert answer.status_code == 200

    def look(self) -> list[str]:
        """What anybody else reads or writes of theirs."""
        for judge in (FELLOW, DEPUTY, STRANGER, OTHER_CHIEF):
            client = self.house.judge(judge)
            self._reads(judge, client)
            self._writes(judge, client)
            self._speaks_for_the_panel(judge, client)
        self._other_hall(self.house.judge(STRANGER))
        return self.wrong

    def _kept(self) -> tuple[Any, ...]:
        read = self.house.office.read
        newest, draft = read(latest_ballot, "A1", WRITER), read(draft_of, "A1", DRAFTER)
        return (newest.id, newest.version, newest.marks, draft.marks, draft.saved_at)

    def _say(self, judge: str, what: str) -> None:
        self.wrong.append(f"{judge}: {what}")

    def _reads(self, judge: str, client: FlaskClient) -> None:
        looks: dict[str, Callable[[], Any]] = {
            "the draft": lambda: client.get(f"{JUDGE_API}/drafts/A1"),
            "the picture": lambda: client.get(f"{JUDGE_API}/picture"),
            "the page": lambda: client.get("/judge"),
            "the changes": lambda: client.get(f"{JUDGE_API}/changes"),
        }
        for name, look in looks.items():
            text = look().get_data(as_text=True)
            if told(text) or self.receipt["code"] in text:
                self._say(judge, f"{name} shows what another judge wrote")
        asked = client.post(f"{JUDGE_API}/ballots/known", json={"ids": [self.body["id"]]}, headers=OURS)
        if asked.get_json() != {"known": []}:
            self._say(judge, "learns that another judge's ballot is known")
        self._listens(judge, client)

    def _listens(self, judge: str, client: FlaskClient) -> None:
        asked_for = {"judge": WRITER, "room": f"judge:{WRITER}"}
        socketio, app = self.house.socketio, self.house.app
        socket = socketio.test_client(app, "/judge", auth=asked_for, flask_test_client=client)
        text = json.dumps(socket.get_received("/judge"), ensure_ascii=False)
        if told(text) or self.receipt["code"] in text or f'"id": "{judge}"' not in text:
            self._say(judge, "the socket brings another judge's picture")
        socket.disconnect("/judge")

    def _writes(self, judge: str, client: FlaskClient) -> None:
        before = self._kept()
        forged = wire("A1", WRITER, 60, 1)
        for name, body in (("another's ballot", forged), ("another's ballot again", self.body)):
            answer = put(client, body)
            if answer.status_code != 403 or "receipt" in answer.get_data(as_text=True):
                self._say(judge, f"{name} is answered with {answer.status_code}")
        client.put(f"{JUDGE_API}/drafts/A1", json={"marks": [100, 100]}, headers=OURS)
        if self._kept() != before:
            self._say(judge, "another judge's ballot or draft is changed")

    def _speaks_for_the_panel(self, judge: str, client: FlaskClient) -> None:
        for act, about in (("declare-missing", DRAFTER), ("return-ballot", WRITER)):
            body = {"entry": "A1", "judge": about, "reason": "试"}
            answer = client.post(f"{JUDGE_API}/{act}", json=body, headers=OURS)
            if answer.status_code != 403:
                self._say(judge, f"{act} is answered with {answer.status_code}")

    def _other_hall(self, client: FlaskClient) -> None:
        if "session/A" in client.get(f"{JUDGE_API}/picture").get_json()["parts"]:
            self._say(STRANGER, "sees the other hall")
        draft = client.put(f"{JUDGE_API}/drafts/A1", json={"marks": [100, 100]}, headers=OURS)
        recused = client.post(f"{JUDGE_API}/recuse", json={"entry": "A1", "reason": "试"}, headers=OURS)
        for name, answer in (("ballot", put(client, wire("A1", STRANGER, 60))), ("draft", draft), ("recusal", recused)):
            if answer.status_code != 404:
                self._say(STRANGER, f"a {name} for the other hall is answered with {answer.status_code}")
