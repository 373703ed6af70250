"""The desk: how a node speaks HTTP. For now it carries bundles of the record between nodes.

Takes requests and addresses and gives short constant answers; only `node` stores anything. There is one address
(`view`). A request is read beyond its head only if it is signed with a log key of this case (`passes`), and a refused
request learns nothing. `client` is the calling side.
"""
