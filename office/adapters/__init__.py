"""The outside world behind `office.ports`. Vendor packages are imported here and nowhere else."""
