"""Starts, checks and tests Plumbline on one machine. Standard library only, on any Python from 3.10.

The units never import this package; it knows them by their commands and their addresses.
"""
