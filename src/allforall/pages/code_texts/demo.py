"""English texts of the steps of the demonstration."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "demo:altered:bundle": N_("A courier changes one word of the arrangement in a bundle."),
    "demo:altered:hull": N_(
        "A courier changes the word, recomputes every outer digest and signs the bundle with a key of his own."
    ),
    "demo:altered:log": N_("Someone changes the word in party B's mirror of party A's log."),
    "demo:step:alter": N_("Someone tries to alter the record, on copies."),
    "demo:step:answers": N_(
        "Each side proposes, confirms and signs its answers and makes the notices; bundles are carried."
    ),
    "demo:step:arrangement": N_(
        "One party proposes the text, the other accepts it but keeps its own wording of one clause."
    ),
    "demo:step:cosign": N_("All three, the witness included, apply the others' bundles and cosign."),
    "demo:step:declare": N_(
        "Each side declares its list of persons sought: the root over its rows, but none of the rows."
    ),
    "demo:step:disclose": N_("Each side discloses the declared list, sealed for the other; bundles are carried."),
    "demo:step:eligible": N_("Each side determines who falls under which agreed category."),
    "demo:step:genesis": N_("All officers sign the genesis, and each of the three logs begins."),
    "demo:step:import": N_("Each side reads its own two lists."),
    "demo:step:nodes": N_(
        "Two parties and a witness each create a node and keys, and appoint two officers with keys of their own."
    ),
    "demo:step:papers": N_(
        "Each side gives a receipt for the other's memorandum, says until when it is to be studied, and proposes a "
        "meeting."
    ),
    "demo:step:offer": N_("Each side offers places and accepts those offered to it; the witness logs both outcomes."),
    "demo:step:reconcile": N_("Each side compares the other's list with its own."),
    "demo:step:report": N_("Each side writes its pages."),
}
