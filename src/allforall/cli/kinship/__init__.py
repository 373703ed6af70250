"""The parts of the commands `kinship`: files in, one step each, words and pages out (`kinship_commands` wires them)."""
