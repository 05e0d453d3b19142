"""The owner app: its API (`api`) and its web front end (`web`)."""
