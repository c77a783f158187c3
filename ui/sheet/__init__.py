"""Printed sheets: pages in millimetres, drawn by the map's own painters, as PDF and PNG."""
