"""The law as data: literals with their citations and their days in force, and the book that finds the one in force."""
