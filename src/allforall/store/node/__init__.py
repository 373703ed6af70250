"""What the store keeps for the room `node`."""
