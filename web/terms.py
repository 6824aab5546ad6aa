"""How long personal values are kept, in days: the one place; the notice says it and the retention run does it."""

DEVICE_DAYS = 30  # after the contest is over: what a device said of itself
BACKUP_DAYS = 180  # after the contest is over: all backups but the newest
LOG_DAYS = 200  # of each line: refusals at the door, never under six months
SCAN_DAYS = 365  # after the contest is over: pictures of paper ballots
TERMS = {"devices": DEVICE_DAYS, "backups": BACKUP_DAYS, "log": LOG_DAYS, "scans": SCAN_DAYS}
