"""What a node shows, read from its database as values; nothing here changes anything."""
