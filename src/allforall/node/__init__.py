"""One installation: its folder, its officers, and the use cases, one module each. Only this room writes.

Takes an opened `Node` and the officers at the desk; reads files and the clock, calls the pure rooms, stores what came
of it as a whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `session`, `lock`: the node itself, opened for those who share it; who waits for whom
- `officers`, `permits`: who is at the desk, what their role may do, and the journal of what they did
- `report`: everything that can be accounted for, as one value

Sub-rooms: `acts` (one module for each step of the story), `keep` (backup, restore, doctor, expiry), `views` (what faces
show, read as values), `keys` (what this node signs and opens with, and the agent that holds it opened), `record` (the
logs and payloads as they lie here), `bundles` (handing them over and taking them in). `entry_types` puts together who
reads which entry.
"""
