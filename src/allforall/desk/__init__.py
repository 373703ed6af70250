"""The desk: how a node speaks HTTP. For now it carries bundles of the record between nodes.

Takes requests and addresses and gives answers in constant short texts; everything that is stored is stored by `node`.
There is one address (`view`), nobody is read beyond the head of the request who has not signed it with a log key of
this case (`passes`), and what a request cannot do, it cannot find out either. `calling` is the side that calls.
"""
