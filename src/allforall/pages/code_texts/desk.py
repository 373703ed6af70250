"""English texts of the codes of carrying over HTTP: what a peer says, and what is wrong with a line or an address."""

from allforall.errors import N_

SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "peer": {
        "party_a": N_("Party A"),
        "party_b": N_("Party B"),
        "witness": N_("Witness"),
    },
}

ERRORS: dict[str, str] = {
    "desk:answer_too_long": N_(
        "{peer} answered with {found} bytes; at most {expected} are read. Nothing was taken in."
    ),
    "desk:authority": N_("The file {path} with the authority for {peer} cannot be read as PEM certificates."),
    "desk:body": N_("The bundle did not reach {peer} as it was sent. Call again."),
    "desk:busy": N_("{peer} is at work on something else. Call again in a while."),
    "desk:certificate": N_(
        "Whoever answers at {host} has not shown to be {peer}: {found}. Nothing was sent. Do not go round this: ask "
        "{peer} by another way whether its certificate was changed."
    ),
    "desk:challenge": N_("{peer} did not take the pass in time. Call again."),
    "desk:closed": N_("{peer} takes nothing in now. Its operator sees why."),
    "desk:length": N_("Something on the way to {peer} changes requests (no length arrives). Look after the proxy."),
    "desk:line": N_("{peer} cannot be reached at {host}, port {port}: {found}."),
    "desk:method": N_("What answers at the address of {peer} takes no bundles. Check the address in node.toml."),
    "desk:not_a_node": N_(
        "What answers at the address of {peer} is no desk of this program (status {status}). Check the address in "
        "node.toml."
    ),
    "desk:nothing_here": N_("At the address of {peer} there is nothing for bundles. Check the address in node.toml."),
    "desk:pass": N_(
        "{peer} does not know this node's log key, or this is not its case. If a log key was changed, the next "
        "bundle has to be carried as a file once."
    ),
    "desk:port": N_("The port {port} of {host} cannot be had: {found}."),
    "desk:refused": N_("{peer} did not take the bundle in: {reason}"),
    "desk:tls": N_("No encrypted line to {peer} at {host}: {found}. Nothing was sent."),
    "desk:too_long": N_(
        "The bundle is longer than {peer} takes over a line. Carry it as a file: allforall record export."
    ),
    "desk:nowhere": N_(
        "This node's folder names no peers. Write their addresses into node.toml, under [peers], or carry bundles as "
        "files."
    ),
    "desk:host": N_(
        "{found} is not loopback. Serve on 127.0.0.1 behind a proxy that speaks TLS; to serve plain HTTP to others "
        "all the same, say --plain-http."
    ),
    "peer:address": N_("{found} in {path} is no address such as https://b.example:8443."),
    "peer:form": N_("The table [peers] in {path} cannot be read at {found}."),
    "peer:no_author": N_("{found} is no other author of this case."),
    "peer:other_sender": N_("The bundle should be of {expected} and is of {found}. Nothing of it was stored."),
    "peer:plain_http": N_(
        "{found} in {path} is not encrypted. Use https://. If the line is protected otherwise, write plain_http = "
        "true beside the address."
    ),
    "peer:unknown": N_("The folder's node.toml names no address of {found}. It names: {expected}."),
}
