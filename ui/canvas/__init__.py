"""The map: painting, hit testing and drawing tools. It knows nothing of panels or session."""
