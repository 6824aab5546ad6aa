"""What make runs: set-up, start, rehearsal, checks. No part of the served system."""
