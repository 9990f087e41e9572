"""What an interview says: why a question is asked, and the question as data."""
