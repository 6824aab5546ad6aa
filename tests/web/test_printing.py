"""The desk's print jobs: progress, a file in its name, stop, refusals in words, nobody else's job."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypdf
import pytest
from flask.testing import FlaskClient

from papers.press import Keep, Press
from scoring.errors import RuleBroken
from tests.web.serving import OURS, House, code
from web.config import read_settings
from web.office import open_office
from web.printing import AT_ONCE, JOBS_KEPT, Job, PrintRoom, printed_folder

SOON = 60.0  # s
SHORT = {"paper": "evening", "parts": ["checklists"]}
LONG = {"paper": "evening"}


def asked(client: FlaskClient, **wanted: Any) -> Any:
    return client.post("/api/v1/desk/print", json=wanted, headers=OURS)


def ended(client: FlaskClient, job: str) -> dict[str, Any]:
    """The job once the press has come to an end."""
    give_up = time.monotonic() + SOON
    while time.monotonic() < give_up:
        told: dict[str, Any] = client.get(f"/api/v1/desk/print/{job}").get_json()
        if told["state"] != "printing":
            return told
        time.sleep(0.05)
    raise AssertionError("the press never ended")


def printed(client: FlaskClient, **wanted: Any) -> dict[str, Any]:
    answer = asked(client, **wanted)
    assert answer.status_code == 202, answer.text
    return ended(client, answer.get_json()["job"])


def holding(monkeypatch: pytest.MonkeyPatch) -> list[Press]:
    """Presses that print until they are stopped."""
    running: list[Press] = []

    def wait(press: Press, *_given: object) -> None:
        running.append(press)
        while not press._stopped:
            time.sleep(0.01)

    monkeypatch.setattr(Press, "print", wait)
    return running


def test_a_document_is_printed_and_taken_away_under_its_chinese_name(house: House) -> None:
    desk = house.staff("secretariat")
    told = printed(desk, **SHORT)
    assert (told["state"], told["file"]["name"]) == ("ready", "赛前一晚资料.pdf")
    assert told["done"] == told["of"] > 0
    answer = desk.get(f"/desk/print/{told['job']}/file")
    assert len(answer.data) == told["file"]["size"]
    assert "检查单" in pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "赛前一晚资料.pdf" in unquote(answer.headers["Content-Disposition"])


def test_a_name_that_no_file_system_takes_is_made_safe() -> None:
    job = Job("1", "s", "summary", "汇总表 A/B:*?", Path())
    assert job.download_name() == "汇总表 A-B---"


def test_what_is_not_ready_cannot_be_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    holding(monkeypatch)
    desk = house.staff("secretariat")
    job = asked(desk, **SHORT).get_json()["job"]
    assert code(desk.get(f"/api/v1/desk/print/{job}/nothing")) == "no_such_page"
    assert desk.get(f"/desk/print/{job}/file").status_code == 409
    desk.delete(f"/api/v1/desk/print/{job}", headers=OURS)


def test_a_stopped_job_says_so_and_leaves_no_file(house: House) -> None:
    desk = house.staff("secretariat")
    job = asked(desk, **LONG).get_json()["job"]
    assert desk.delete(f"/api/v1/desk/print/{job}", headers=OURS).status_code == 200
    told = ended(desk, job)
    assert (told["state"], told["file"]) == ("stopped", None)
    assert desk.get(f"/desk/print/{job}/file").status_code == 409


def test_a_refusal_of_the_gathering_comes_in_words(house: House) -> None:
    told = printed(house.staff("secretariat"), paper="calculations", entry="A1")
    assert told["state"] == "refused"
    assert told["error"]["code"] == "calculation_not_closed"
    assert told["error"]["zh"] and told["error"]["en"]


def test_a_fault_of_the_press_is_told_without_a_traceback(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Press, "print", fail)
    told = printed(house.staff("secretariat"), **SHORT)
    assert (told["state"], told["error"], told["file"]) == ("failed", None, None)


def test_half_a_document_leaves_nothing_on_the_disk(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(_press: Press, _document: str, _values: object, keep: Keep, *_given: object) -> None:
        keep("first.pdf", b"the first of many")
        raise OSError("No space left on device")

    monkeypatch.setattr(Press, "print", fill)
    assert printed(house.staff("secretariat"), **SHORT)["state"] == "failed"
    give_up = time.monotonic() + SOON
    while list(printed_folder(house.office.settings).iterdir()):
        assert time.monotonic() < give_up, "what was made stayed"
        time.sleep(0.01)


def test_nobody_sees_another_persons_job(house: House) -> None:
    job = printed(house.staff("secretariat"), **SHORT)["job"]
    auditor = house.staff("auditor")
    assert code(auditor.get(f"/api/v1/desk/print/{job}")) == "no_print_job"
    assert auditor.get(f"/desk/print/{job}/file").status_code == 404
    assert code(auditor.delete(f"/api/v1/desk/print/{job}", headers=OURS)) == "no_print_job"


@pytest.mark.parametrize(
    ("role", "paper", "status"),
    [
        ("auditor", "evening", 403),
        ("auditor", "certificates", 403),
        ("auditor", "certificate-test", 403),
        ("auditor", "summary", 202),
        ("scorer", "summary", 403),
        ("host", "summary", 403),
        ("secretariat", "nothing", 404),
    ],
)
def test_each_document_asks_for_its_own_permission(
    house: House, monkeypatch: pytest.MonkeyPatch, role: str, paper: str, status: int
) -> None:
    monkeypatch.setattr(Press, "print", lambda *_given: None)
    assert asked(house.staff(role), paper=paper).status_code == status


def test_the_machine_prints_two_at_once_and_says_that_it_is_busy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    running = holding(monkeypatch)
    desk = house.staff("secretariat")
    for _ in range(AT_ONCE):
        assert asked(desk, **SHORT).status_code == 202
    assert code(asked(desk, **SHORT)) == "press_busy"
    give_up = time.monotonic() + SOON
    while len(running) < AT_ONCE and time.monotonic() < give_up:
        time.sleep(0.01)
    for press in running:
        press.stop()


def test_old_jobs_and_their_files_are_forgotten(house: House) -> None:
    desk = house.staff("secretariat")
    first = printed(desk, **SHORT)["job"]
    for _ in range(JOBS_KEPT):
        printed(desk, paper="certificate-test")
    assert code(desk.get(f"/api/v1/desk/print/{first}")) == "no_print_job"
    assert len(list(printed_folder(house.office.settings).iterdir())) == JOBS_KEPT


def test_what_an_earlier_server_printed_is_gone_at_the_next_start(tmp_path: Path) -> None:
    office = open_office(read_settings({"DATA_DIR": str(tmp_path), "ASYNC_MODE": "threading"}))
    left = printed_folder(office.settings) / "job" / "cards.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"secret links")
    PrintRoom(office)
    assert not left.exists()
    office.writer.close()


def test_what_a_job_lacks_is_its_own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holding(monkeypatch)
    office = open_office(read_settings({"DATA_DIR": str(tmp_path)}))
    told = [RuleBroken("certificate_no_right_now", number="1")]
    job = PrintRoom(office).begin("s", "certificates", "证书", dict, ["1", "2"], lacking=told)
    job.lacking.append(RuleBroken("missing_glyph", number="2"))
    assert ([lost.params["number"] for lost in told], job.printed_numbers()) == (["1"], [])
    job.press.stop()
    office.writer.close()


def test_a_pool_with_a_direction_sign_in_it_never_becomes_a_files_name(house: House) -> None:
    assert code(asked(house.staff("secretariat"), paper="notice", pool="x\u202egpj")) == "malformed"


def test_the_offsets_of_a_printer_stay_on_the_sheet(house: House) -> None:
    desk = house.staff("secretariat")
    answer = asked(desk, paper="certificate-test", overprint={"right": 501, "down": 0})
    assert code(answer) == "malformed"
    assert printed(desk, paper="certificate-test", overprint={"right": -500, "down": 500})["state"] == "ready"


def test_the_list_of_papers_is_that_of_the_role(house: House) -> None:
    def names(role: str) -> set[str]:
        return {paper["name"] for paper in house.staff(role).get("/api/v1/desk/papers").get_json()["papers"]}

    assert "evening" in names("secretariat") and "evening" not in names("auditor")
    assert names("scorer") == set()
