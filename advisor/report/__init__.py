"""Views of one advice, and of the results of many. No view reads or writes a file."""
