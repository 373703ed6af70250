"""One installation: its folder, its officers, and the use cases, one module each. Only this room writes.

Takes an opened `Node` and the officers at the desk; reads files and the clock, calls the pure rooms, stores what came
of it as a whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `officers`: the node itself, and who may act
- `acts`: the steps of the story, one module each, and what of them is said to the other side in the record
- `keep`: backup, restore, doctor, upgrade, and what has to end on its day
- `views`: what faces show, read as values; `report`: everything that can be accounted for, as one value
- `keys` (what this node signs and opens with), `record` (the logs and payloads as they lie here), `bundles` (handing them
  over and taking them in); `entry_types` puts together who reads which entry
"""
