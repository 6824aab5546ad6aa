"""The JSON operations under /api/v1 that pages and integrations use."""
