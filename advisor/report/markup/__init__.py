"""Pages in HTML, each one file that needs nothing else: no network, no script, no font."""
