"""Documents to print: a value that says what stands in one, made into a tagged PDF and into Word."""
