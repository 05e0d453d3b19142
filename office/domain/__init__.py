"""The rules of the trade, pure: standard library only, no clock, no environment, no I/O."""
