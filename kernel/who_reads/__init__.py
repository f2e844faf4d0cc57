"""Who reads a row: what an act tells the database, and the policies that ask it."""
