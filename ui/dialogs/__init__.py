"""Dialogs: each gathers a request and hands it back as a value."""
