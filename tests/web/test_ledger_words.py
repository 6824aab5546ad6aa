"""Every fact has its sentence, whatever of it matters stands there, and hidden marks do not."""

from __future__ import annotations

import ast
from dataclasses import fields
from typing import Any

import pytest

import scoring.facts
from live.words import LANGUAGES, PLACE, catalogue
from scoring.facts import BallotSubmitted, ContestSetUp, Fact, Refused, RevealedCorrected
from scoring.rules.change import KINDS
from web.config import ROOT
from web.ledger_fields import FIELDS
from web.ledger_names import Names, device_words, who_words
from web.ledger_values import TELLS
from web.ledger_words import fact_words, kind_words
from web.views.api.desk import COMMANDS

KNOWN = [one for one in vars(scoring.facts).values() if isinstance(one, type) and issubclass(one, Fact)]
FACTS = sorted((one for one in KNOWN if one is not Fact), key=lambda one: one.__name__)
HIDDEN = "（未截止，不显示）"
# an entry's hall stands in a column of its own; ids of rows that the sentence's hash already names
UNSAID = {("BallotSubmitted", "ballot"), ("BallotKeptAside", "ballot"), ("StaffAdded", "name")}
UNSAID_OF_ALL = ("rest",)  # a hash for `ledger verify` alone
NAMES = Names(
    entries={"A1": "星火小组", "A2": "晨光小组"}, judges={"JA1": "王评委", "JA2": "李评委"},
    staff={"secretariat-1": ("赵秘书", "secretariat")}, sessions={"A": "第一会场", "B": "第二会场"},
    pools={"问题解决型": "问题解决型"}, devices={"d" * 32: "iPad Safari"}, seats={("A1", "JA1"): 3},
)  # fmt: skip
SAMPLES: dict[str, Any] = {
    "session": ("A", "B"), "entry": ("A1", "A2"), "other": ("A2", "A1"), "judge": ("JA1", "JA2"),
    "judges": (["JA1"], ["JA1", "JA2"]), "pool": ("问题解决型", "创新型"), "reason": ("写错了", ""),
    "marks": ([1350, 2500], [1400, 2500]), "order": (["A1", "A2"], ["A2", "A1"]), "edits": (
        [["成果", "A1", "文审得分", "59.50", "95.50"]], [["成果", "A1", "文审得分", "59.50", "95.00"]]),
    "places": ([["JA1", 1, "chief", "onsite", "expected"]], [["JA1", 1, "deputy", "onsite", "expected"]]),
    "ballots": (["a", "b"], ["a"]), "score": ("21587/250", "incomplete"), "code": ("late", "conflict"),
    "command": ("withdraw", "call"), "why": ("late", "conflict"), "kind": ("judge", "award"),
    "asked_on": ("2026-08-20", "2026-08-21"), "login_id": ("d" * 32, "e" * 32), "took_over": ("d" * 32, None),
    "staff": ("secretariat-1", "host-1"), "role": ("host", "scorer"), "owner": ("JA1", "JA2"),
    "number": ("2026-001", "2026-002"), "about": ("A1", "B9"), "outcome": ("upheld", "partly"), "again": (0, 2),
    "changes": (0, 1), "round": ("presentation", "document"),
}  # fmt: skip
OF_FACT: dict[tuple[str, str], Any] = {
    ("PhaseChanged", "before"): ("scoring", "complete"), ("PhaseChanged", "after"): ("complete", "published"),
    ("SeatStateChanged", "before"): ("expected", "missing"), ("SeatStateChanged", "after"): ("recused", "returned"),
    ("StartSet", "before"): (1_600_000_000_000, 1_600_000_060_000),
    ("StartSet", "after"): (1_600_000_000_000, 1_600_000_060_000),
    ("SeatChanged", "before"): ("JA1", "JX"), ("SeatChanged", "after"): ("JA2", "JX"),
    ("PaperBallotTyped", "typed"): ("a" * 32, "b" * 32), ("PaperBallotSettled", "typed"): (["a"], ["a", "b"]),
    ("PaperBallotDropped", "typed"): (["a"], ["a", "b"]), ("ChangeAsked", "kind"): ("overtime", "ballot"),
    ("ContestRestored", "made_at"): (1_600_000_000_000, 1_600_000_060_000),
    ("ContestRestored", "by"): ("secretariat-1", "host-1"), ("ContestRestored", "witness"): ("host-1", "auditor-1"),
    ("ChangeAnswered", "kind"): ("overtime", "ballot"), ("ChangeAnswered", "state"): ("done", "refused"),
    ("CertificateEnded", "state"): ("void", "replaced"), ("AppealStepped", "kind"): ("answered", "reopened"),
    ("PersonForgotten", "references"): (["已删除#0"], ["已删除#0", "已删除#1"]),
    ("RoleChanged", "before"): ("host", "scorer"), ("RoleChanged", "after"): ("host", "scorer"),
    ("RevealedCorrected", "before"): ("86.35 #3 一等奖 candidate", ""),
    ("RevealedCorrected", "after"): ("86.95 #2", "86.95"), ("LoggedIn", "kind"): ("judge", "staff"),
}  # fmt: skip


def plain_samples(hint: str) -> tuple[Any, Any]:
    if "bool" in hint:
        return True, False
    if "int" in hint:
        return 3, 4
    return "a" * 64, "b" * 64


def sample(fact: type[Fact]) -> dict[str, tuple[Any, Any]]:
    """Two values of every field."""
    name = fact.__name__
    return {
        one.name: OF_FACT.get((name, one.name)) or SAMPLES.get(one.name) or plain_samples(str(one.type))
        for one in fields(fact)
    }


def body_of(fact: type[Fact], **other: Any) -> dict[str, Any]:
    return fact(**{**{name: pair[0] for name, pair in sample(fact).items()}, **other}).body()


def said(fact: type[Fact]) -> list[str]:
    """The fields that its sentence has to hold."""
    names = [one.name for one in fields(fact) if (fact.__name__, one.name) not in UNSAID]
    names = [name for name in names if name not in UNSAID_OF_ALL]
    own_column = "entry" in names and "{session}" not in catalogue("zh")[f"ledger.fact.{fact.__name__}"]
    return [name for name in names if name != "session" or not own_column]


def missing(fact: type[Fact], words: str) -> set[str]:
    return set(said(fact)) - set(PLACE.findall(words))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_sentence_with_every_field_and_a_name(fact: type[Fact], language: str) -> None:
    words = catalogue(language)
    assert f"ledger.kind.{fact.__name__}" in words
    sentence = words[f"ledger.fact.{fact.__name__}"]
    assert missing(fact, sentence) == set()
    assert set(PLACE.findall(sentence)) <= set(sample(fact))
    told = fact_words(body_of(fact), NAMES)[language]
    assert "{" not in told and "None" not in told


@pytest.mark.parametrize(
    ("fact", "name"), [(fact, name) for fact in FACTS for name in said(fact)],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)  # fmt: skip
def test_another_value_is_another_sentence_in_both_languages(fact: type[Fact], name: str) -> None:
    one, other = fact_words(body_of(fact), NAMES), fact_words(body_of(fact, **{name: sample(fact)[name][1]}), NAMES)
    assert one["zh"] != other["zh"] and one["en"] != other["en"]


def test_a_sentence_that_lacks_a_field_is_found() -> None:
    assert missing(BallotSubmitted, "{judge} {entry} {seat} {round} {version} {hash}") == {"marks"}


def test_every_field_that_is_told_in_its_own_way_is_one_of_a_fact() -> None:
    known = {(fact.__name__, one.name) for fact in FACTS for one in fields(fact)}
    assert {pair for pair in FIELDS if pair[0] and pair not in known} == set()
    assert {field.kind for field in FIELDS.values()} <= set(TELLS)
    keys = {key for field in FIELDS.values() for key in (field.clause, field.empty) if key}
    assert keys <= set(catalogue("zh"))


def test_every_kind_of_change_has_its_word() -> None:
    assert {kind for kind in KINDS if f"ledger.change.{kind}" not in catalogue("zh")} == set()


def test_a_ballot_names_seat_judge_circle_and_each_mark_with_the_total() -> None:
    told = fact_words(body_of(BallotSubmitted), NAMES)
    assert told["zh"].startswith("3 号席王评委（JA1）提交 A1 星火小组 的发表评分第 3 版：13.5、25，合计 38.5 分。")
    assert "13.5, 25; 38.5 in all" in told["en"]


def test_a_ballot_of_an_entry_that_is_open_shows_neither_marks_nor_hash() -> None:
    open_now = Names(entries={"A1": "星火小组"}, hidden=frozenset({"A1"}))
    told = fact_words(body_of(BallotSubmitted, hash="abcdef" * 10), open_now)
    for text in told.values():
        assert "13.5" not in text and "38.5" not in text and "abcdef" not in text
    assert "（未截止，不显示）" in told["zh"]


def test_what_has_no_name_any_more_stays_an_id() -> None:
    told = fact_words(body_of(BallotSubmitted), Names())
    assert "JA1" in told["zh"] and "A1" in told["zh"]


def test_a_refused_attempt_says_why_in_words_and_holds_no_open_place() -> None:
    told = fact_words(Refused("submit_ballot", "seat_not_settled", "A1").body(), NAMES)
    assert "提交评分" in told["zh"] and "A1 星火小组" in told["zh"] and "{" not in told["zh"] + told["en"]
    assert fact_words(Refused("x", "no_such_code_at_all", "").body(), NAMES)["zh"].endswith("no_such_code_at_all")


def test_who_acted_is_said_with_name_role_and_device() -> None:
    who = who_words(NAMES, f"judge:JA1:chief:{'d' * 32}")
    assert (who["name"], who["role"], who["device"]) == ("王评委", {"zh": "组长", "en": "chief judge"}, "iPad Safari")
    assert who_words(NAMES, "system:system:system:")["role"]["zh"] == "系统"  # type: ignore[index]
    assert device_words("Mozilla/5.0 (iPad; CPU OS 16_0) AppleWebKit Safari/604.1") == "iPad Safari"
    assert device_words("") == ""


def test_a_kind_is_said_in_both_languages() -> None:
    assert kind_words("Refused") == {"zh": "被拒绝的操作", "en": "Refused attempt"}


@pytest.mark.parametrize(
    ("fact", "way"), [(BallotSubmitted, "by_staff"), (RevealedCorrected, "details")], ids=["by_staff", "details"]
)
def test_another_way_to_say_a_fact_leaves_nothing_out(fact: type[Fact], way: str) -> None:
    for language in LANGUAGES:
        assert missing(fact, catalogue(language)[f"ledger.fact.{fact.__name__}.{way}"]) == set()


def test_a_ballot_that_staff_entered_is_not_said_to_come_from_the_judge() -> None:
    body = {**body_of(BallotSubmitted), "actor": "staff:scorer-1:scorer:x"}
    told = fact_words(body, NAMES)
    assert "由工作人员录入" in told["zh"] and "entered by staff" in told["en"]
    assert "提交" not in told["zh"] and "submitted" not in told["en"]
    assert HIDDEN in fact_words(body, Names(hidden=frozenset({"A1"})))["zh"]


def test_a_correction_of_details_alone_is_said_as_such() -> None:
    told = fact_words(body_of(RevealedCorrected, before="86.95 #2", after="86.95 #2"), NAMES)
    assert "得分和名次不变" in told["zh"]


def test_a_row_that_was_added_or_removed_is_said_as_such() -> None:
    for before, after, word in (("", "新课题", "新增"), ("旧课题", "", "删除")):
        told = fact_words(body_of(ContestSetUp, edits=[["成果", "A9", "", before, after]]), NAMES)
        assert f"“成果”{word} A9 {before or after}" in told["zh"]


def calls_of_the_office() -> set[str]:
    """The names of all actions that a view or a command has done."""
    found = {action.__name__ for _form, action in COMMANDS.values()}
    for path in [*(ROOT / "web").rglob("*.py"), *(ROOT / "live").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "do":
                found |= {_name(argument) for argument in node.args[:1]}
    return found - {"", "action"}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_every_action_that_may_be_refused_has_its_word() -> None:
    assert len(calls_of_the_office()) > 40
    assert {name for name in calls_of_the_office() if f"ledger.command.{name}" not in catalogue("zh")} == set()


def test_every_step_and_reason_that_actions_write_has_its_word() -> None:
    """Literals in the calls that make PhaseChanged, OvertimeSet and BallotsSetAside, by the helper that makes them."""
    groups = {"_move": "step", "_store_overtime": "source", "mark_anew": "set_aside", "set_ballots_aside": "set_aside",
              "_reopen_if_complete": "step"}  # fmt: skip
    wrong, seen = set(), 0
    for path in (ROOT / "scoring" / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _name(node.func) not in groups:
                continue
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            words = [word for word in words if word]
            seen += len(words[:1])
            key = f"ledger.{groups[_name(node.func)]}"
            wrong |= {word for word in words[:1] if f"{key}.{word}" not in catalogue("zh")}
    assert seen > 10 and wrong == set()
