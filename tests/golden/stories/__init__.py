"""The stories: each module's `play` types commands at a stage."""
