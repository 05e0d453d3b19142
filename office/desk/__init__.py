"""What the office does for a caller or the owner: one module a topic, on top of domain and ports."""
