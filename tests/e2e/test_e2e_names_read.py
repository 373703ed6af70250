"""Whatever shows a person's name leaves a line in the journal; whatever leaves none shows no name."""

import contextlib
import io
import json

import pytest
from conftest_shell import new_node

from allforall.cli.program import main
from allforall.node.folder import opened
from allforall.store.node.models import Act

HEADINGS = "№;Прізвище;Ім'я;По батькові;Дата народження;Поранення\n"
NAMES = ("Вигаданенко", "Небувальський", "Примарчук")
SOUGHT = HEADINGS + f"1;{NAMES[0]};Петро;Ілліч;02.03.1990;\n2;{NAMES[1]};Іван;Олегович;12.04.1991;\n"
HELD = (
    HEADINGS
    + f"1;{NAMES[0]};Петро;Ілліч;02.03.1990;\n2;{NAMES[1]};Іван;Олегович;;\n3;{NAMES[2]};Лука;Ілліч;{NAMES[2]};\n"
)

#: Commands that read, as they are typed. Which of them show names is found out, not stated.
READS = (
    "list show",
    "list rows HA1",
    "list problems HA1",
    "review list",
    "review list --all",
    "review show PAIR",
    "answers propose",
    "answers show",
    "answers show --kind no_candidate",
    "answers links",
    "disclose list",
    "disclose decisions",
    "eligibility show HA1",
    "eligibility show HA1 --row HA1:2",
    "erase show",
    "officer list",
    "node doctor",
    "report --to pages-plain",
    "report --names --to pages-named",
)


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    theirs, ours = new_node(folder, "B", "party_b"), new_node(folder, "A", "party_a")
    theirs.read(theirs.write("s.csv", SOUGHT), "sought")
    sent = theirs.good("disclose", "export", "SB1", second=True)["file"]
    ours.read(ours.write("h.csv", HELD))
    ours.good("disclose", "import", sent)
    ours.good("disclose", "withhold", "HA1:3", "surname", "--why", f"{NAMES[2]} asked for it")
    ours.good("arrangement", "adopt", "istanbul")
    ours.good("reconcile")
    links = ours.good("answers", "links")["links"]
    ours.pair = (links[0]["sought"], links[0]["held"])
    return ours


def _lines(shell):
    with opened(shell.node):
        return list(
            Act.objects.filter(kind__in=["names:read", "report:names"]).order_by("id").values_list("id", "details")
        )


@pytest.mark.parametrize("as_program", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("command", READS)
def test_every_command_that_shows_a_name_leaves_a_line(node, command, as_program):
    words = [
        str(node.folder / word) if word.startswith("pages-") else word
        for word in command.replace("PAIR", " ".join(node.pair)).split()
    ]
    words = [f"{word}-{as_program}" if "pages-" in word else word for word in words]
    call = ["--node", str(node.node), "--officer", "First Officer", "--passphrases", str(node.passphrases)]
    before, out = _lines(node), io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*call, *(["--json"] if as_program else []), *words]) in {0, 6}
    shown = out.getvalue()
    for page in (node.folder / f"{words[-1]}").rglob("*.html") if "report" in words else ():
        shown += page.read_text(encoding="utf-8")
    after = _lines(node)
    if any(name in shown for name in NAMES):
        assert len(after) == len(before) + 1, command
    # the line itself holds no name
    assert not any(name in json.dumps(details, ensure_ascii=False) for _, details in after for name in NAMES)


def test_the_line_says_who_read_what_and_of_how_many(node):
    node.good("review", "show", *node.pair)
    with opened(node.node):
        line = Act.objects.order_by("-id").first()
        assert (line.officers, line.details) == (["First Officer"], {"what": "review show", "count": 2})


def test_at_least_these_show_names(node):
    """The table above would prove nothing if no command in it showed any."""
    for command in (["review", "list"], ["review", "show", *node.pair], ["list", "problems", "HA1"]):
        told = json.dumps(node.good(*command), ensure_ascii=False)
        assert any(name in told for name in NAMES), command
