"""The demonstration: an exchange between two invented parties and a witness, each on a node of its own (`exchange`)."""
