"""Texts that the window loads while it runs."""
