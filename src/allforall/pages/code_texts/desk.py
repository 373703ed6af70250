"""English texts of the codes of exchanging bundles over HTTP: a peer's replies, faulty connections and addresses."""

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
    "desk:answer_too_long": N_("{peer} answered with {found} bytes; the limit is {expected}. Nothing was applied."),
    "desk:authority": N_("The certificate authority file {path} for {peer} cannot be read as PEM certificates."),
    "desk:body": N_("The bundle was changed on its way to {peer}. Call again."),
    "desk:busy": N_("{peer} is busy. Call again later."),
    "desk:certificate": N_(
        "The server at {host} did not prove that it is {peer}: {found}. Nothing was sent. Do not bypass this: "
        "ask {peer} through another channel whether its certificate was changed."
    ),
    "desk:challenge": N_("{peer} did not accept the pass in time. Call again."),
    "desk:closed": N_("{peer} accepts no bundles now. Its operator can see why."),
    "desk:length": N_("Something on the way to {peer} alters requests (the length is missing). Check the proxy."),
    "desk:line": N_("{peer} cannot be reached at {host}, port {port}: {found}."),
    "desk:method": N_("The server at the address of {peer} does not accept bundles. Check the address in node.toml."),
    "desk:not_a_node": N_(
        "The server at the address of {peer} is not a desk of this program (status {status}). Check the address "
        "in node.toml."
    ),
    "desk:nothing_here": N_(
        "There is nowhere to send bundles at the address of {peer}. Check the address in node.toml."
    ),
    "desk:pass": N_(
        "{peer} does not know this node's log key, or has another case. If a log key was changed, carry the next "
        "bundle as a file once."
    ),
    "desk:port": N_("Port {port} of {host} is not available: {found}."),
    "desk:refused": N_("{peer} did not apply the bundle: {reason}"),
    "desk:tls": N_("No encrypted connection to {peer} at {host}: {found}. Nothing was sent."),
    "desk:too_long": N_(
        "The bundle is longer than {peer} accepts over a connection. Carry it as a file: allforall record export."
    ),
    "desk:nowhere": N_(
        "This node knows no peers. Write their addresses into node.toml, under [peers], or carry bundles as files."
    ),
    "desk:host": N_(
        "{found} is not a loopback address. Serve on 127.0.0.1 behind a TLS proxy; to serve plain HTTP to others "
        "anyway, add --plain-http."
    ),
    "peer:address": N_("{found} in {path} is not an address such as https://b.example:8443."),
    "peer:form": N_("The table [peers] in {path} cannot be read at {found}."),
    "peer:no_author": N_("{found} is not another author of this case."),
    "peer:other_sender": N_(
        "Wrong sender: expected a bundle from {expected}, found one from {found}. Nothing was saved."
    ),
    "peer:plain_http": N_(
        "{found} in {path} is not encrypted. Use https://. If the connection is protected otherwise, write "
        "plain_http = true beside the address."
    ),
    "peer:unknown": N_("node.toml has no address for {found}. It has: {expected}."),
}
