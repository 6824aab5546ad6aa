"""The command line: `flask contest …`, one file per command."""

from web.commands import cards, export, import_, new, replay, results, template
from web.commands.group import contest_commands

__all__ = ["cards", "contest_commands", "export", "import_", "new", "replay", "results", "template"]
