"""One node without a record: its officers, lists with every kind of fault, links, answers, pages, backups, erasures."""

import json

from conftest_exchange import rows
from conftest_shell import HEADINGS, PASSPHRASES
from stage import FIRST, LANGUAGES, SECOND, Desk

LISTS = {
    "ru.csv": "Список разыскиваемых;;;;;\r\n№;Фамилия;Имя;Отчество;Дата рождения;Звание\r\n"
    '1;"Выдуманов ""Бук""";Иван;Петрович;01.02.1990;рядовой\r\n'
    '2;Примерова;Анна;Сергеевна;1985;"сержант; запаса"\r\n;;;;;\r\nИтого: 2;;;;;\r\n',
    "tr.csv": "No\tSoyadı\tAdı\tDoğum tarihi\tRütbe\r\n1\tÖrnekoğlu\tİbrahim\t05.06.1988\ter\r\n"
    "2\tHayalî\tAyşe\t1991\ter\r\n",
    "en.csv": "\ufeffID,Surname,First name,Patronymic,Date of birth,Place of birth\r\n"
    'A-1,Vyhadanenko,Ivan,Petrovych,1990-02-01,"Lviv, Ukraine"\r\nA-1,Prymirchuk,Ostap,,04/13/1985,\r\n'
    f"A-3,X,Y,,12/31/2099,\r\nA-4,{'Q' * 300},Bob,,0000-00-00,\r\nA-5,,,,,\r\nA-6,Too,Many,,1990,x,y,z\r\n",
    "app.json": json.dumps({"exported": "2025-06-02", "rows": [
        {"id": 7, "fullName": "Вигаданенко Іван Петрович", "birthDate": "1990-02-01", "rank": None},
        {"id": 8, "fullName": "Ghbvshxer Jcnfg", "birthDate": "13.04.1985"},
        {"id": 9, "fullName": "Зpaзкoвcький Лука", "birthDate": None, "extra": {"a": 1}},
    ]}, ensure_ascii=False),
    "hidden.csv": "№;Прізвище;Ім'я;Дата народження\n1;Вига\u202eданенко\u200b;Ів\u0007ан;01.02.1990\n"
    "2;Р;Л;32.13.1990\n3;=cmd|calc;Лука;01.01.1990\n",
}  # fmt: skip
BAD = {
    "empty.csv": "",
    "headings.csv": HEADINGS,
    "nulls.csv": "\0" * 100,
    "no-list.csv": "one;two\n3;4\n",
    "pdf.pdf": "%PDF-1.7",
    "html.html": "<html><table><tr><td>x",
    "cut.json": '[{"surname":"Abc"',
    "none.json": "[]",
    "twice.json": '[{"surname":"A","surname":"B","given_name":"C"}]',
}
ARRANGEMENT_WITH_FAULTS = 'title = "x"\n[[category]]\nid = 3\n'


def play(stage):
    desk = _begin(stage)
    _lists(desk)
    _arrangement(desk)
    theirs = _exchange(stage, desk)
    _pages(desk)
    _keep(desk)
    _erase(desk)
    _refused(stage, desk, theirs)


def _begin(stage):
    desk = Desk(stage, "headquarters")
    desk.good("init", desk.node, "--party", "party_a", "--title", "Штаб", "--language", "uk", "--rehearsal")
    desk.refused("init", desk.node, "--party", "party_a")
    desk.good("officer", "add", FIRST, "--role", "coordination")
    desk.good("officer", "add", SECOND)
    desk.refused("officer", "add", "Third Officer")
    desk.refused("officer", "add", SECOND, second=True)
    desk.good("officer", "add", "Third Officer", second=True)
    _roles(stage, desk)
    desk.good("officer", "retire", "Third Officer", "--why", "left the service", second=True)
    desk.look("officer", "list")
    desk.look("node", "doctor")
    _unlock(desk)
    return desk


def _unlock(desk):
    """A node without a record has no keys of its own: its agent knows who is at the desk."""
    desk.refused("unlock", "--for", "a day")
    desk.refused("unlock", "--for", "13h")
    desk.good("unlock")
    desk.refused("unlock")
    desk.look("officer", "list", langs=("en", "tr"))
    desk.good("lock")
    desk.look("lock")  # there is nothing to lock any more


def _roles(stage, desk):
    change = ("officer", "role", "Third Officer", "tracing", "--why", "the families ask for her")
    desk.refused(*change)
    desk.refused("officer", "role", "Third Officer", "general", "--why", "promoted", second=True)
    desk.good(*change, "--nonce", "n-1", second=True)
    desk.good(*change, "--nonce", "n-1", second=True)  # the answer got lost: it is not done again
    desk.refused("officer", "retire", "Third Officer", "--nonce", "n-1", second=True)
    third = ("--node", desk.node, "--officer", "Third Officer", "--passphrases", "passphrases.toml")
    for lang in LANGUAGES:
        call = ("arrangement", "adopt", "istanbul")
        assert stage.see(f"headquarters/refused by role ({lang})", *third, *call, lang=lang)


def _read(desk, name, kind="held", *more):
    return desk.run("list", "import", name, "--kind", kind, "--as-of", "2025-06-02", *more)


def _lists(desk):
    for name, content in (LISTS | BAD).items():
        desk.write(name, content)
    desk.write("cp1251.csv", LISTS["ru.csv"].encode("cp1251"))
    for name in ("ru.csv", "tr.csv", "en.csv", "app.json", "hidden.csv"):
        key = desk.told["list"]["key"] if _read(desk, name) in {0, 6} else ""
        desk.look("list", "problems", key)
    _read(desk, "cp1251.csv", "held", "--title", "The same rows in another file", "--basis", "observed")
    assert _read(desk, "ru.csv") in {0, 6}  # read before
    for name in BAD:
        assert _read(desk, name) == 3
    _read(desk, "missing.csv")
    desk.refused("list", "import", "ru.csv", "--kind", "held", "--as-of", "2.6.2025")
    desk.refused("list", "import", "ru.csv", "--kind", "held", "--as-of", "2099-06-02")
    desk.write("own.csv", "Хто;Коли\nВигаданенко Іван;01.02.1990\n")
    assert _read(desk, "own.csv") == 3
    desk.good("list", "draft-mapping", "own.csv", "--to", "draft.toml")
    desk.write("own.toml", '[columns]\n"Хто" = "full_name"\n"Коли" = "birth_date"\n')
    desk.good("list", "import", "own.csv", "--kind", "held", "--as-of", "2025-06-02", "--mapping", "own.toml")
    desk.write("bad.toml", '[columns]\n"Хто" = "shoe_size"\n')
    assert _read(desk, "own.csv", "sought", "--mapping", "bad.toml") == 3
    desk.look("list", "rows", "HA1")
    for number in range(1, 8):
        desk.good("list", "withdraw", f"HA{number}", "--why", "read to see how it is read")
    desk.refused("list", "withdraw", "HA1", "--why", "again")
    desk.refused("list", "rows", "HA99")
    desk.look("list", "show")


def _arrangement(desk):
    desk.write("example.toml", desk.good("arrangement", "example")["text"])
    desk.look("arrangement", "check", "example.toml")
    desk.write("faulty.toml", ARRANGEMENT_WITH_FAULTS)
    desk.refused("arrangement", "check", "faulty.toml")
    desk.refused("arrangement", "adopt", "faulty.toml")
    desk.good("arrangement", "adopt", "istanbul", "--why", "agreed on 2 June", second=True)


def _exchange(stage, desk):
    """Without a record: files that nobody signed, to and from the other party's node."""
    theirs = Desk(stage, "other-side")
    theirs.good("init", theirs.node, "--party", "party_b", "--rehearsal")
    theirs.good("officer", "add", FIRST)
    theirs.good("officer", "add", SECOND)
    custody = {9: "помер", 10: "у шпиталі", 11: "звільнений"}
    desk.write("held.csv", rows([*range(7, 19), 8], custody))
    theirs.write(
        "sought.csv", rows([*range(1, 13), *range(21, 27)]) + "50;Легендар;Семен;;;\n51;Сновидко;Лука;;1977;\n"
    )
    assert _read(desk, "held.csv") in {0, 6}
    held = desk.told["list"]["key"]
    assert _read(theirs, "sought.csv", "sought") in {0, 6}
    theirs.look("disclose", "fields")
    theirs.good("disclose", "withhold", "SB1", "birth_date", "--why", "not before they agree")
    theirs.refused("disclose", "withhold", "SB1", "shoe_size", "--why", "none")
    allow = ("disclose", "allow", "SB1", "birth_date", "--why", "they agreed")
    theirs.refused(*allow, second=True)
    theirs.refused(*allow, "--seen", "0", second=True)
    seen = theirs.good("disclose", "decisions")["decisions"][-1]["seen"]
    theirs.good(*allow, "--seen", seen, second=True)
    theirs.look("disclose", "decisions")
    theirs.refused("disclose", "export", "SB1")
    sent = theirs.good("disclose", "export", "SB1", "--with-count", second=True)["file"]
    theirs.look("disclose", "list")
    theirs.look("disclose", "list", "--row", "SB1:2")
    desk.refused("disclose", "import")
    desk.refused("disclose", "import", "held.csv")
    desk.good("disclose", "import", sent)
    desk.good("reconcile", "--within", "SB1")
    desk.good("reconcile", "--within", held)
    desk.look("reconcile", "--sought", "SB1", "--held", held, acts=True)
    _review(desk, held)
    answers = _answers(desk)
    theirs.good("answers", "import", answers)
    theirs.refused("answers", "show")  # the other side holds nothing that they seek
    theirs.good("report", "--to", "pages-theirs")
    theirs.refused("answers", "import", sent)
    desk.look("eligibility", "show", held)
    desk.look("eligibility", "show", held, "--divided")
    return theirs


def _review(desk, held):
    desk.look("review", "list", "--all")
    pairs = desk.told["pairs"]
    desk.look("review", "list", "--within", held, langs=())
    assert pairs
    left, right = pairs[0]["left"], pairs[0]["right"]
    desk.look("review", "show", left, right)
    desk.good("review", "decide", left, right, "unsure", "--why", "one date is missing")
    withdraw = ("review", "withdraw", left, right, "--why", "the date came")
    desk.refused(*withdraw)
    desk.look("review", "show", left, right)
    unsure = ("--seen", desk.told["seen"])
    desk.good(*withdraw, *unsure)
    same = ("review", "decide", left, right, "same", "--why", "the same tattoo")
    desk.refused(*same, *unsure, second=True)
    desk.good(*same, "--seen", desk.good("review", "show", left, right)["seen"], second=True)
    desk.refused("review", "decide", left, right, "different", "--why", "another tattoo")
    desk.refused("review", "decide", left, left, "same", "--why", "one row")
    desk.refused("review", "show", "SB1:999", "HA9:1")
    same = [f"{held}:3", f"{held}:14"]
    desk.good("review", "merge", *same, "--why", "one person, typed twice", second=True)
    desk.good("review", "undo-merge", *same, "--why", "no, two", second=True)
    desk.good("reconcile", "--sought", "SB1", "--held", held)


def _answers(desk):
    desk.look("answers", "propose")
    desk.good("answers", "confirm", "--clear", second=True)
    desk.look("answers", "show")
    desk.look("answers", "links")
    names = desk.good("answers", "show")["answers"]
    found = next(one for one in names if one["kind"] == "no_candidate")
    name, seen = found["row"], ("--seen", found["seen"])
    not_held = ("answers", "confirm", name, "--kind", "not_held", "--why", "all camps were asked")
    desk.refused("answers", "confirm", name, "--kind", "not_held")
    desk.good(*not_held, second=True)
    desk.refused("answers", "confirm", name, "--kind", "no_answer", "--why", "one camp was not asked")
    withdraw = ("answers", "withdraw", name, "--why", "one camp was not asked")
    desk.refused(*withdraw, *seen)
    names = desk.good("answers", "show")["answers"]
    desk.good(*withdraw, "--seen", next(one["seen"] for one in names if one["row"] == name))
    desk.refused("answers", "withdraw", name, "--why", "again")
    desk.look("answers", "show", "--kind", "held")
    desk.refused("answers", "export")
    desk.refused("answers", "sign", second=True)
    return desk.good("answers", "export", second=True)["file"]


def _pages(desk):
    for lang in LANGUAGES:
        desk.good("report", "--pdf", "--to", f"pages-{lang}", "--lang", lang)
    desk.good("report", "--pdf", "--names", "--to", "pages-names")
    desk.stage.see(desk.stage.label("headquarters/report (uk)"), "--node", desk.node, "report", "--to", "pages-again",
                   lang="uk")  # fmt: skip


def _keep(desk):
    desk.refused("node", "backup", "--keep-days", "0")
    desk.good("node", "backup", "--to", "first.zip", "--keep-days", "10")
    desk.good("node", "upgrade")
    desk.write("batch", "officer list\n# a remark\nlist show\n")
    desk.good("batch", "batch")
    desk.write("bad-batch", "officer list\nlist rows HA99\n")
    desk.refused("batch", "bad-batch")
    desk.write("worse-batch", "batch batch\n")
    desk.refused("batch", "worse-batch")
    desk.look("node", "doctor")


def _erase(desk):
    reason = ("--reason", "family_asked")
    desk.refused("erase", "rows", "HA8:2", *reason)
    desk.refused("erase", "list", "HB7", *reason, second=True)
    desk.refused("erase", "finish", second=True)
    desk.refused("erase", "again", second=True)
    desk.refused("erase", "ask", "0" * 64, *reason, second=True)
    desk.good("erase", "rows", "HA8:2", "SB1:9", *reason, second=True)
    desk.good("erase", "list", "HA1", "--reason", "read_by_mistake", second=True)
    desk.look("erase", "show")
    desk.good("erase", "backups")
    desk.good("node", "restore", "first.zip")
    desk.good("node", "doctor")
    desk.good("erase", "again", second=True)
    desk.look("erase", "show")
    desk.look("list", "rows", "HA8", langs=())


def _refused(stage, desk, theirs):
    for words in (
        (), ("list",), ("list", "import"), ("review", "decide", "x"), ("offer", "list"),
        ("record", "show"), ("record", "sync"), ("record", "genesis", "show"), ("keys", "show"),
        ("disclose", "declare", "SB1"),
        ("arrangement", "show"), ("arrangement", "propose", "istanbul"),
        ("record", "object", "party_b:1", "--code", "incomplete"),
        ("offer", "decide", "party_a:1"), ("verify", "held.csv"), ("verify", "missing"), ("kinship", "lr"),
        ("node", "restore", "held.csv"), ("answers", "confirm", "--clear", "--second", "Nobody"),
    ):  # fmt: skip
        desk.refused(*words)
    for lang in LANGUAGES:
        stage.see(f"headquarters/refused words ({lang})", "--node", "nowhere", "list", "show", lang=lang)
        stage.see(f"headquarters/refused rows ({lang})", "--node", theirs.node, "list", "rows", "HA99", lang=lang)
        stage.see(f"headquarters/refused arguments ({lang})", "list", "import", lang=lang)
    wrong = desk.write("wrong.toml", PASSPHRASES.replace("first long", "wrong"))
    wrong.chmod(0o600)
    desk.passphrases = wrong
    desk.refused("disclose", "export", "SB1", second=True)
    desk.refused("erase", "rows", "HA8:4", "--reason", "family_asked", second=True)
