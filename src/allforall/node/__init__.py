"""One installation: its folder, its officers, and the use cases. Only this room writes.

Takes an opened `Node` and the officers who act; reads files and the clock, calls the pure rooms, stores the result as a
whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `session`, `lock`: the node itself, opened for those who share it, and who waits for whom
- `officers`, `permits`: who is at the desk, what their role may do, and the journal of what they did
- `acts`: the steps of the story, one module each; the only writers
- `views`, `report`: what faces show, read as values
- `keep`: backups, restoring and expiry, the doctor, what stays erased
- `keys`: the keys that this node signs and opens with, and the agent that holds them open
- `record`, `bundles`: the logs and payloads held here, and exchanging them
"""
