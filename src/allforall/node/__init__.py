"""One installation: its folder, its officers, and the use cases, one module each. Only this room writes.

Takes an opened `Node` and the officers at the desk; reads files and the clock, calls the pure rooms, stores what came
of it as a whole or not at all, and writes every act into the journal. Where two rooms meet, values pass through it:

- `folder`, `officers`, `keeping`: the node itself, who may act, backup and repair
- `arrangements`, `lists`, `linking`, `answering`, `eligible`, `disclosing`: the steps of the story
- `reporting`: everything that can be accounted for, as one value
"""
