"""The window: map, panels and dialogs over the same core as the command line."""
