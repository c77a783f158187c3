"""The change pack: ledger, lists of whom to tell, maps and papers, as one zip."""
