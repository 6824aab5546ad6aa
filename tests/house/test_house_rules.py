"""The rules of the house, each with a planted violation that it must catch."""

from __future__ import annotations

import pytest

from tests.house import source as house

PYTHON_FILES = [name for name in house.tracked_files() if name.endswith(".py")]
TIDY_FILES = [name for name in PYTHON_FILES if not name.startswith(house.RECORDED)]
SERVED_FILES = [name for name in PYTHON_FILES if house.is_served(name)]
CODE_ENDINGS = (".py", ".js", ".css", ".html")


def test_there_is_something_to_check() -> None:
    assert len(SERVED_FILES) > 20


def test_no_code_file_is_longer_than_250_lines() -> None:
    other = [name for name in house.tracked_files() if name.endswith(CODE_ENDINGS) and not name.endswith(".py")]
    lengths = {name: house.text_of(name).count("\n") for name in [*TIDY_FILES, *other]}
    assert {name: lines for name, lines in lengths.items() if lines > house.LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {name: house.long_functions(house.text_of(name)) for name in TIDY_FILES}
    assert {name: functions for name, functions in long.items() if functions} == {}


def test_a_planted_long_function_is_caught() -> None:
    planted = "def much():\n" + "    x = 1\n" * house.LONGEST_FUNCTION
    assert house.long_functions(planted) == ["much (41)"]
    assert house.long_functions("def little():\n    return 1\n") == []


def test_no_file_names_a_package_registry() -> None:
    assert [name for name in house.tracked_files() if house.REGISTRIES.search(house.text_of(name))] == []


@pytest.mark.parametrize("host", ["https://pypi." + "org/simple", "https://registry.npm" + "js.org/idb"])
def test_a_planted_registry_is_caught(host: str) -> None:
    assert house.REGISTRIES.search(f'"resolved": "{host}"')


def test_only_four_files_know_eventlet() -> None:
    knowing = {name for name in SERVED_FILES if "eventlet" in house.imported_modules(house.text_of(name))}
    assert knowing <= house.EVENTLET_HOMES


@pytest.mark.parametrize("planted", ["import eventlet", "def f():\n    from eventlet.green import socket"])
def test_a_planted_eventlet_import_is_caught(planted: str) -> None:
    assert "eventlet" in house.imported_modules(planted)


def test_only_publish_emits() -> None:
    # the replay is a client of the sockets, not the server
    servers = [name for name in SERVED_FILES if not name.startswith("web/replay/")]
    assert {name for name in servers if "emit" in house.reached_attributes(house.text_of(name))} <= house.EMIT_HOMES


@pytest.mark.parametrize("planted", ["server.socket.emit('change', {})", "announce = socketio.emit"])
def test_a_planted_emit_is_caught(planted: str) -> None:
    assert "emit" in house.reached_attributes(planted)


def test_only_the_unit_of_work_commits() -> None:
    committing = {name for name in SERVED_FILES if house.committing_calls(house.text_of(name))}
    assert committing <= {house.COMMIT_HOME}


@pytest.mark.parametrize("planted", ["connection.commit()", "with engine.begin() as c:\n    pass"])
def test_a_planted_commit_is_caught(planted: str) -> None:
    assert house.committing_calls(planted)
