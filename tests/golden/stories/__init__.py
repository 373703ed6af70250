"""What is played: each module's `play` types commands at a stage."""
