"""The map's tools, one file each. A tool draws a preview and emits edits; it applies none."""
