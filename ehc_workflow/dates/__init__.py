"""Calendar arithmetic: counting, bank holidays and closures. Knows no law."""
