"""A contest day played again from its records, through the same doors that people use."""
