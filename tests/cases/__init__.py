"""Cases: files, persons, their names and dates, and who may find them."""
