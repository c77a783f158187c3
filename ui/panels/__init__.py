"""The panels around the map; each shows the session and asks it for everything."""
