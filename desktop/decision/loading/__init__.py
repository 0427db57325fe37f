"""From the questionnaires' YAML to checked, frozen values. What cannot be answered for is refused here, with its place."""
