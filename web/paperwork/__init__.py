"""From the contest's rows to the values that a printed document is made of; one module per document."""
