"""The knowledge base for people: what every entry and rule says, in the terminal and as pages."""
