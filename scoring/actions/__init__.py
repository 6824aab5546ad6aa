"""One function per thing that a person may do: ``action(work, **values)``.

Each fetches, asks the rules, changes rows and records the fact.  None commits, none announces.
"""
