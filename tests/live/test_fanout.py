"""The fan-out on real sockets: who reads slowly, not at all, or leaves in the middle, and what others hear of it."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Iterator

import pytest

from tests.torture.ears import Ear, Ears, all_heard, files_allowed, last_of
from tests.torture.fanned_server import Pressed

GIVE_UP = 30.0  # s, on a busy machine
PATIENCE = 2.0  # s that this server has with a full socket
SMALL = 4_096  # bytes that the kernel may hold for a slow reader
BIG = 16_000  # bytes of a picture that soon fills any socket
MANY = 1_100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressed]:
    with Pressed(tmp_path_factory.mktemp("fanned"), patience=PATIENCE) as found:
        yield found
        assert "Traceback" not in found.said(), found.said()[-3000:]


@pytest.fixture
def ears(server: Pressed) -> Iterator[Ears]:
    found = Ears(server.port)
    yield found
    found.close()
    give_up = time.monotonic() + GIVE_UP
    while server.figures()["sockets"] and time.monotonic() < give_up:
        time.sleep(0.05)
    assert server.figures()["sockets"] == 0, "sockets that were left are still held"


def joined(ears: Ears, *, namespace: str = "/public", who: str = "", small: int = 0) -> Ear:
    """A socket that has its first picture, and keeps all that it hears."""
    ear = ears.open(namespace, who, small, keep=True)
    assert ears.listen(GIVE_UP, lambda: bool(ear.heard))
    return ear


def said(server: Pressed, room: str = "public") -> int:
    return int(server.figures()["numbers"].get(room, 0))


def test_it_sends_directly(server: Pressed) -> None:
    assert server.figures()["how"] == "Direct"


def test_every_spectator_gets_every_picture_in_order_while_nobody_is_slow(server: Pressed, ears: Ears) -> None:
    boards = [joined(ears) for _ in range(20)]
    before = said(server)
    server.say("public", 100, 0.002)
    assert ears.listen(GIVE_UP, all_heard(boards, before + 100))
    for board in boards:
        assert [n for n, event, _ in board.heard if event == "change"][-100:] == [*range(before + 1, before + 101)]


def test_chinese_travels_as_it_is(server: Pressed, ears: Ears) -> None:
    board = joined(ears)
    server.say("public", 1, size=60)
    assert ears.listen(GIVE_UP, all_heard([board], said(server)))
    assert "成果发表赛".encode() in (board.texts or [])[-1]
    assert last_of(board, "change")["parts"]["stage/A"]["weight"].startswith("成果发表赛")


def test_a_stalled_spectator_slows_nobody_and_gets_the_newest_picture_when_it_reads_again(
    server: Pressed, ears: Ears
) -> None:
    boards, stalled = [joined(ears) for _ in range(5)], joined(ears, small=SMALL)
    ears.stop([stalled])
    before = said(server)
    server.say("public", 200, size=BIG)
    assert ears.listen(GIVE_UP, all_heard(boards, before + 200))
    assert server.figures()["waiting"] <= 6 * 2 * BIG
    ears.go_on([stalled])
    assert ears.listen(GIVE_UP, all_heard([stalled], before + 200)), stalled.gone
    assert not stalled.gone
    assert stalled.numbers == sorted(stalled.numbers)
    assert len(stalled.heard) < 60
    assert stalled.heard[-1][1] == "snapshot"
    server.say("public", 3)
    assert ears.listen(GIVE_UP, all_heard([stalled], before + 203))
    newest = last_of(stalled, "snapshot")
    assert [n for n, event, _ in stalled.heard if event == "change"][-3:] == [before + 201, before + 202, before + 203]
    assert newest["parts"]["stage/A"]["number"] == before + 200
    assert last_of(stalled, "change")["seq"] == newest["seq"] + 3


def test_a_judge_who_reads_slowly_gets_every_frame_whole_and_in_order(server: Pressed, ears: Ears) -> None:
    slow = joined(ears, namespace="/judge", who="slow", small=SMALL)
    ears.stop([slow])
    server.say("judge:slow", 200, size=BIG // 2)
    assert server.figures()["waiting"] > 10 * BIG
    while slow.numbers[-1] < 200 and not slow.gone:  # in small bites, so that frames end anywhere
        slow.raw.settimeout(GIVE_UP)
        slow.left += slow.raw.recv(3_001)
        slow._frames()
    assert [n for n, event, _ in slow.heard if event == "change" and n] == [*range(1, 201)]
    assert all(json.loads(t[t.index(b"[") :])[1]["epoch"] for t in slow.texts or [] if b'"change"' in t)
    slow.raw.setblocking(False)
    ears.go_on([slow])


def test_answers_and_pictures_of_a_judge_keep_their_order(server: Pressed, ears: Ears) -> None:
    tablet = joined(ears, namespace="/judge", who="order")
    for number in range(40):
        tablet.say(f'42/judge,{number}["presence",{{"queue":{number}}}]')
        if number % 4 == 0:
            server.say("judge:order", 1)
    tablet.say("hello", kind=0x89)
    assert ears.listen(
        GIVE_UP, lambda: tablet.numbers[-1] == 10 and sum(t.startswith(b"43/judge,") for t in tablet.texts or []) == 40
    )
    assert ears.listen(GIVE_UP, lambda: b"\x8ahello" in (tablet.texts or []))
    answered = [int(t[9 : t.index(b"[")]) for t in tablet.texts or [] if t.startswith(b"43/judge,")]
    assert answered == [*range(40)]
    assert [n for n, event, _ in tablet.heard if event == "change" and n] == [*range(1, 11)]


def test_a_judge_who_never_reads_is_cut_before_much_waits(server: Pressed, ears: Ears) -> None:
    dead = joined(ears, namespace="/judge", who="dead", small=SMALL)
    ears.stop([dead])
    server.say("judge:dead", 400, size=BIG)
    assert server.figures()["waiting"] == 0
    assert "too much waits" in server.said()
    back = joined(ears, namespace="/judge", who="dead")
    assert back.numbers == [400]


def test_a_spectator_who_never_reads_is_cut_and_what_waited_is_let_go(server: Pressed, ears: Ears) -> None:
    boards, stalled = [joined(ears) for _ in range(3)], [joined(ears, small=SMALL) for _ in range(5)]
    ears.stop(stalled)
    held = server.figures()["sockets"]
    server.say("public", 30, size=BIG)
    assert server.figures()["waiting"] > 0
    assert ears.listen(GIVE_UP, lambda: server.figures()["sockets"] == held - len(stalled))
    assert server.figures()["waiting"] == 0
    assert not any(board.gone for board in boards)


def test_a_client_that_vanishes_in_the_middle_of_a_frame_harms_nobody(server: Pressed, ears: Ears) -> None:
    board, leaving = joined(ears), [joined(ears, small=SMALL) for _ in range(8)]
    ears.stop(leaving)
    before = said(server)
    server.say("public", 20, size=4 * BIG)
    for at, one in enumerate(leaving):
        if at % 2:
            one.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.raw.close()
        server.say("public", 1)
    assert ears.listen(GIVE_UP, all_heard([board], before + 28))


def test_who_comes_and_goes_in_mid_broadcast_hears_no_gap(server: Pressed, ears: Ears) -> None:
    boards = [joined(ears) for _ in range(220)]  # more than are served in one go
    before = said(server)
    server.say("public", 150, 0.004)
    late: list[Ear] = []
    while not all_heard(boards, before + 150)():
        late.append(ears.open())
        ears.listen(0.01)
        if len(late) % 3 == 0:
            gone = late.pop(0)
            ears.stop([gone])
            ears.all.remove(gone)
            gone.raw.close()
        assert len(late) < 1_000
    assert ears.listen(GIVE_UP, all_heard([*boards, *late], before + 150))
    for ear in [*boards, *late]:
        seen = ear.numbers[0]
        for number, event, _ in ear.heard[1:]:
            assert event == "snapshot" or number <= seen + 1, ear.heard
            seen = max(seen, number)


def test_who_has_been_cut_off_gets_nothing_of_what_still_waited(server: Pressed, ears: Ears) -> None:
    tablet = joined(ears, namespace="/judge", who="ended", small=SMALL)
    ears.stop([tablet])
    server.say("judge:ended", 40, size=BIG)
    waited = server.figures()["waiting"]
    server.end("ended")
    assert server.figures()["waiting"] < waited / 4
    server.say("judge:ended", 5)
    ears.go_on([tablet])
    assert ears.listen(GIVE_UP, lambda: any(t.startswith(b"41/judge") for t in tablet.texts or []))
    texts = tablet.texts or []
    words = [at for at, text in enumerate(texts) if b'["ended"' in text]
    assert len(words) == 1 and texts[words[0] + 1].startswith(b"41/judge")
    assert tablet.numbers == sorted(tablet.numbers) and tablet.numbers[-1] < 40
    ears.listen(0.5)
    assert not any(b'"change"' in text for text in texts[words[0] :])


def test_the_desk_and_the_judges_hear_of_it_before_the_spectators(server: Pressed, ears: Ears) -> None:
    everyone = [joined(ears), joined(ears, namespace="/judge", who="first"), joined(ears, namespace="/desk", who="d")]
    before = {room: said(server, room) for room in ("public", "judge:first", "desk")}
    server.say("public", 300, size=BIG)
    server.say("judge:first", 1)
    server.say("desk", 1)
    ears.listen(GIVE_UP, lambda: all(len(ear.heard) > 1 for ear in everyone[1:]))
    assert everyone[1].numbers[-1] == before["judge:first"] + 1
    assert everyone[2].numbers[-1] == before["desk"] + 1


def test_more_sockets_than_eventlet_lets_in_by_itself(server: Pressed, ears: Ears) -> None:
    assert files_allowed(2 * MANY) > MANY
    hall = []
    for _ in range(MANY):
        hall.append(ears.open())
        if not len(hall) % 50:
            ears.listen(0.001)
    assert ears.listen(GIVE_UP, lambda: all(ear.heard for ear in hall))
    assert server.figures()["sockets"] == MANY
    before = said(server)
    server.say("public", 2)
    assert ears.listen(GIVE_UP, all_heard(hall, before + 2))
