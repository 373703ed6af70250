"""One installation: its folder, its officers, and the use cases, one module each. Only this room writes.

Takes an opened `Node` and the officers at the desk; reads files and the clock, calls the pure rooms, stores what came
of it as a whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `officers`, `keeping`, `packing`, `expiring`, `returning`: the node itself, who may act, backups and repair
- `arrangements`, `lists`, `linking`, `answering`, `eligible`, `disclosing`: the steps of the story
- `agreeing`, `declaring`, `signing`, `noticing`, `offering`: the same steps said to the other side, in the record
- `erasing`: a person erased for good, wherever this node holds them
- `reporting`: everything that can be accounted for, as one value

Sub-rooms: `views` (what faces show, read as values), `keys` (what this node signs and opens with), `record` (the logs
and payloads as they lie here), `bundles` (handing them over and taking them in). `entry_types` binds what an own entry
changes in the database.
"""
