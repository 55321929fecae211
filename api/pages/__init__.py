"""The pages: each module here has `pages`, its routes, and may have `navigation`, its links in the header."""
