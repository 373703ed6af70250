"""The keys that a node holds: as files under a passphrase (`key_files`), and opened (`keyring`)."""
