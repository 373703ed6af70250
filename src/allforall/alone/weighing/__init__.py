"""DNA of remains weighed against families, from files to files: pairs, searches, everyone together, samples."""
