"""A pytest plugin: a skipped test, or a folder without any test, fails the run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest


class NeverSkip:
    """Watches one run and turns silence into failure."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self._collected: Counter[Path] = Counter()
        self.complaints: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Count what was found in each folder that was asked for."""
        for item in items:
            for folder in self._folders:
                if item.path.is_relative_to(folder):
                    self._collected[folder] += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note each skip by name."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.complaints.append(f"skipped: {report.nodeid}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when a part did not do its work."""
        empty = [folder for folder in self._folders if not self._collected[folder]]
        self.complaints += [f"no test in {folder.name}" for folder in empty]
        if self.complaints and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say why."""
        for complaint in self.complaints:
            terminalreporter.write_line(f"NOT RUN  {complaint}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch the folders named on the command line."""
    folders = [Path(config.invocation_params.dir, argument).resolve() for argument in config.args]
    config.pluginmanager.register(NeverSkip([folder for folder in folders if folder.is_dir()]))
