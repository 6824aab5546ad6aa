"""The rules of scoring: values in, values out; no clock, no randomness, no database."""
