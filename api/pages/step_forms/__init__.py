"""The form of each step, made from its command: what can be asked of a case is written down once, in the domain."""
