"""The pages of a record: what stands and what is missing is said in words, in both directions, and nothing is run."""

import json
import re
from dataclasses import replace

import pytest
from page_checks import Page
from sample_record import HOSTILE, account_of, quiet_account, quiet_story, troubled_account
from tests.entry_examples import EXAMPLES

from allforall.account.content import content_of
from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import Reading, Ref
from allforall.pages import LANGUAGES
from allforall.pages.html.entry_body import value_cell
from allforall.pages.html.record import write_record_pages
from allforall.pages.words import words
from allforall.record.proofs import proves, read_proof

ACCOUNTS = {"quiet": quiet_account, "troubled": troubled_account}


def _pages(account, lang="en", **options):
    written = {}

    def keep(name, page):
        assert name not in written, f"{name} was written twice"
        written[name] = page.decode("utf-8")

    write_record_pages(account, lang, out=keep, **options)
    return written


def _text(page):
    return Page(page).text.replace("\u00a0", " ")


@pytest.fixture(scope="module", params=[(name, names) for name in ACCOUNTS for names in (False, True)], ids=str)
def pages(request):
    which, show_names = request.param
    return _pages(ACCOUNTS[which](), "uk", show_names=show_names)


def test_every_page_is_well_formed_and_holds_no_script_and_no_address_outside(pages):
    for name, text in pages.items():
        page = Page(text)
        assert not page.faults, (name, page.faults)
        assert len(page.ids) == len(set(page.ids)), name
        assert not page.having("script"), name
        attributes = [(key, value) for _tag, values in page.tags for key, value in values.items()]
        assert not [key for key, _value in attributes if key.startswith("on") or key in {"src", "style", "action"}]
        assert all(re.fullmatch(r"[a-z0-9_-]+\.html(#\S+)?|#\S+", link) for link in page.links), name
        policies = [values["content"] for values in page.having("meta") if "http-equiv" in values]
        assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_every_link_leads_to_a_page_that_is_written(pages):
    for name, text in pages.items():
        for link in Page(text).links:
            page = link.partition("#")[0]
            assert page in {"", *pages}, (name, link)


def test_what_the_other_side_wrote_is_shown_and_never_obeyed():
    page = _pages(troubled_account())["entry-party_a-1.html"]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    page = _pages(troubled_account(), show_names=True)["entry-party_b-7.html"]
    assert "\u202e" not in page
    assert "[U+202E]" in page
    assert HOSTILE not in page


def test_what_no_reader_has_read_is_folded_away_unless_names_are_asked_for():
    bare, named = _pages(troubled_account()), _pages(troubled_account(), show_names=True)
    for name in ("entry-party_b-7.html", "entry-party_b-8.html"):
        assert "alert(1)" not in bare[name]
        assert "alert(1)" in named[name]
        assert "Its text may contain names." in _text(bare[name])
    assert not [name for name, page in bare.items() if "made:up_type" in page]
    assert "An entry of an unknown type" in _text(bare["record-party_b.html"])
    assert "NOT VALID" not in _text(bare["entry-party_b-7.html"])
    assert "NOT VALID. It is in the log but binds nobody" in _text(bare["entry-party_b-8.html"])


def test_an_explanation_stands_on_its_page_where_names_are_asked_for():
    account = replace(quiet_account(), explanations={("party_a", 5): "Row 7 is\nanother person."})
    assert "another person" in _pages(account, show_names=True)["entry-party_a-5.html"]
    assert not [name for name, page in _pages(account).items() if "another person" in page]


def test_missing_cosignatures_are_said_of_how_many_and_by_whom():
    text = _text(_pages(quiet_account())["record.html"])
    assert "1 of 2 cosigned; missing: Witness" in text
    assert text.count("2 of 2 cosigned") == 2


def test_a_fork_and_a_node_that_recovers_are_told_before_anything_else():
    page = _pages(troubled_account())["record.html"]
    main = page[page.index("<main") :]
    assert main.index("READ-ONLY") < main.index("TWO VERSIONS") < main.index('class="logs"')
    text = _text(page)
    assert "Answered: Party B. Not yet: Witness." in text
    assert "the log of Party B was signed in two versions" in text
    assert "FROZEN" in text
    assert "READ-ONLY" not in _text(_pages(quiet_account())["record.html"])


def test_an_entry_that_is_not_valid_says_so_on_its_page_and_in_its_log():
    pages = _pages(troubled_account())
    assert "NOT VALID. It is in the log but binds nobody: Too few officers signed: 1 of 2." in _text(
        pages["entry-party_b-6.html"]
    )
    assert "NOT VALID: Too few officers signed: 1 of 2." in _text(pages["record-party_b.html"])
    assert "1 signed, 2 required" in _text(pages["entry-party_b-6.html"])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Nobody travels. The places stay taken."),
        ("undecided", "Nobody travels. The places stay taken."),
        ("accepted", "Binding for both. Those who wish to may travel."),
        ("lapsed", "The places are free again. Nobody travels on this offer."),
    ],
)
def test_an_offer_says_who_may_travel_on_it(state, said):
    account = quiet_account()
    offer = replace(account.offers[0], state=state, outcome=None)
    pages = _pages(replace(account, offers=(offer,)))
    assert said in _text(pages["record-offers.html"])
    assert said in _text(pages["entry-party_a-4.html"])
    waits = "Offers without an outcome" in _text(pages["record.html"])
    assert waits == (state in {"open", "undecided"})


def test_an_offer_says_what_speaks_for_and_against_it():
    account = quiet_account()
    offer = replace(
        account.offers[0],
        state="undecided",
        outcome=None,
        accepted=Ref("party_b", 3, "offer:accepted"),
        in_time="2025-06-19T10:00:00Z",
        twice=(Ref("party_a", 2, "offer:made"),),
        reasons=(("outcome:none", None),),
    )
    text = _text(_pages(replace(account, offers=(offer,)))["record-offers.html"])
    assert "THE SAME CATEGORY was offered before, and that offer is undecided: Party A, entry 2" in text
    assert "Acceptance: Party B, entry 3" in text
    assert "Proof that it came in time: seen on 2025-06-19 10:00 UTC" in text


def test_an_entry_that_lost_its_signatures_by_a_revocation_says_so():
    story = quiet_story()
    body = {"key": story.genesis.authors["party_a"].officers[0].vkey, "last_trusted": 3}
    story.say("party_a", "record:key_revoked", body, officers=(2, 3))
    pages = _pages(account_of(story))
    assert "A key that signed it was revoked later" in _text(pages["entry-party_a-4.html"])
    assert "1 signed, 2 required" in _text(pages["entry-party_a-4.html"])
    assert "A key that signed it was revoked later" in _text(pages["record-party_a.html"])
    assert "revoked later" not in _text(pages["entry-party_a-2.html"])


def test_objections_and_corrections_are_linked_both_ways():
    pages = _pages(quiet_account())
    declared, objection, correction = (
        Page(pages[f"entry-{name}.html"]).links for name in ("party_a-2", "party_b-4", "party_a-5")
    )
    assert {"entry-party_b-4.html", "entry-party_a-5.html"} <= set(declared)
    assert "entry-party_a-2.html" in objection
    assert "entry-party_a-2.html" in correction
    overview = _text(pages["record.html"])
    assert "An objection raised Party B, entry 4" in overview


def test_anothers_correction_and_an_own_objection_make_no_entry_contested():
    story = quiet_story()
    theirs, own = story.entries["party_b"][2], story.entries["party_a"][2]
    story.say("party_a", "correction:made", {"code": "correction:clerical", "payload": None}, re=[theirs])
    story.say("party_a", "objection:raised", {"code": "objection:incomplete", "payload": None}, re=[own])
    lines = {(line.ref.author, line.ref.index): line for line in account_of(story).entries}
    assert [ref.type for ref in lines["party_a", 2].contested_by] == ["correction:made", "objection:raised"]
    assert lines["party_b", 2].answered_by
    assert not lines["party_b", 2].contested_by
    assert lines["party_a", 6].reading is lines["party_a", 7].reading is Reading.NOT_VALID


def test_names_of_officers_keys_stand_on_no_page_unless_asked_for():
    named = "officer-1"
    assert not [name for name, page in _pages(quiet_account()).items() if named in page]
    assert named in _pages(quiet_account(), show_names=True)["entry-party_a-4.html"]


def test_the_proof_on_a_page_is_the_proof_of_its_entry():
    account = quiet_account()
    pages = _pages(account)
    line = next(line for line in account.entries if line.ref.author == "party_a" and line.ref.index == 3)
    shown = re.search(r"<pre tabindex=\"0\">(c2sp\.org/tlog-proof.*?)</pre>", pages["entry-party_a-3.html"], re.DOTALL)
    story = quiet_story()
    assert proves(read_proof(shown.group(1).encode()), story.entries["party_a"][3].data)
    assert line.proof.decode() == shown.group(1)


def test_an_entry_beyond_the_checkpoint_has_no_proof_and_says_so():
    story = quiet_story()
    short = story.checkpoint("party_a", [])
    story.say("party_a", "made:up_type", {})
    story.checkpoint = lambda author, cosigners=None, real=story.checkpoint: (
        short if author == "party_a" else real(author, cosigners)
    )
    pages = _pages(account_of(story))
    assert "No checkpoint on this node covers this entry yet" in _text(pages["entry-party_a-6.html"])
    assert "covers 6 of 7 entries" in _text(pages["record.html"])


def test_a_body_is_said_in_words_and_its_signed_text_is_there_as_well():
    page = _pages(quiet_account())["entry-party_a-2.html"]
    text = _text(page)
    assert "Of whom persons sought" in text
    assert "How many 1 234" in text
    signed = re.search(r"<pre dir=\"auto\" tabindex=\"0\">allforall-entry/v1\n(.*?)</pre>", page, re.DOTALL).group(1)
    assert json.loads(signed.replace("&quot;", '"'))["body"]["count"] == 1234


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_own_words(lang):
    pages = _pages(quiet_account(), lang)
    english = _pages(quiet_account())
    for name in pages:
        same = Page(pages[name]).text == Page(english[name]).text
        assert same == (lang == "en"), name
    assert f'<html lang="{lang}">' in pages["record.html"]


def test_a_long_log_has_pages_for_its_latest_entries_and_says_from_where():
    account = quiet_account()
    logs = tuple(replace(log, shown_from=4) if log.author == "party_a" else log for log in account.logs)
    entries = tuple(line for line in account.entries if line.ref.author != "party_a" or line.ref.index >= 4)
    pages = _pages(replace(account, logs=logs, entries=entries))
    assert "Entries before number 4 have no page here" in _text(pages["record-party_a.html"])
    assert "entry-party_a-2.html" not in pages
    assert "entry-party_a-2.html" not in "".join(pages.values())


@pytest.mark.parametrize(("count", "said"), [(None, "not stated"), (0, "0")])
def test_a_count_that_was_not_wished_does_not_read_as_none(count, said):
    declared = replace(EXAMPLES["list:declared"][0], count=count)
    content = content_of("list:declared", ENTRY_TYPES["list:declared"].body(declared))
    assert value_cell(words("en"), content[-1].values[0]).text == said
