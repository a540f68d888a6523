"""Loaded before every test."""

pytest_plugins = ["tests.legs"]
