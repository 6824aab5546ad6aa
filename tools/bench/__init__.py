"""Measurements beside other tools: ratios taken in one run, nothing that the system needs."""
