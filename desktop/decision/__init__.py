"""Decision tables, flows, explanation and their proof."""
