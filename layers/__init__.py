"""What lies on the map: readers, writers, the one style, the HTML map. No Qt."""
