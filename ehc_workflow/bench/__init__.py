"""How near the product comes to the bare database doing the same work, measured side by side in one run."""
