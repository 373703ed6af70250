"""Commands that make and keep a node: `init`, `node`, `officer`."""

from pathlib import Path

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.node import officers
from allforall.node.folder import AUTHORS, LANGUAGES, PATIENCE_SECONDS, create_node
from allforall.node.keep import backup as backup_acts
from allforall.node.keep import doctor
from allforall.node.keep.expiry import KEEP_DAYS, keep_until
from allforall.node.permits import Role
from allforall.node.record.place import Closed
from allforall.pages.words import Words


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    init = add("init", _init, needs_node=False)
    init.add_argument("folder")
    init.add_argument("--party", required=True, choices=AUTHORS, help=text.text("whom it serves"))
    init.add_argument("--title", default="", help=text.text("this node's name on the pages"))
    init.add_argument("--language", default="", choices=LANGUAGES, help=text.text("language of its pages"))
    init.add_argument(
        "--database", default="", metavar="URL", help=text.text("a database other than the one in the folder")
    )
    init.add_argument("--rehearsal", action="store_true", help=text.text("invented people only; every page says so"))

    backup = add("node backup", _backup)
    backup.add_argument("--to", default="", metavar="FILE")
    backup.add_argument(
        "--keep-days",
        type=int,
        default=KEEP_DAYS,
        metavar="DAYS",
        help=text.text("how long to keep it; it still contains erased data until then"),
    )
    restore = add("node restore", _restore, needs_node=False)
    restore.add_argument("file")
    add("node doctor", _doctor, needs_node=False)
    upgrade = add("node upgrade", _upgrade, needs_node=False)
    upgrade.add_argument(
        "--backed-up", action="store_true", help=text.text("states that the database server's own backup was made")
    )

    new = add("officer add", _add_officer)
    new.add_argument("name")
    new.add_argument("--role", default=Role.COORDINATION.value, help=", ".join(Role))
    role = add("officer role", _change_role)
    role.add_argument("name")
    role.add_argument("role", metavar="ROLE", help=", ".join(Role))
    role.add_argument("--why", required=True)
    retire = add("officer retire", _retire_officer)
    retire.add_argument("name")
    retire.add_argument("--why", default="")
    add("officer list", _list_officers)


def _init(call: Call) -> Outcome:
    args = call.arguments
    node = create_node(
        Path(args.folder),
        party=args.party,
        title=args.title or args.party,
        lang=args.language or call.words.lang,
        database=args.database,
        rehearsal=args.rehearsal,
    )
    return Outcome(
        {"node": str(node.path), "party": node.author},
        [
            call.text(
                "The node for {party} was created in {path}.",
                party=call.words.code("author", node.author),
                path=node.path,
            )
        ],
    )


def _backup(call: Call) -> Outcome:
    args = call.arguments
    target = backup_acts.back_up(call.node, Path(args.to) if args.to else None, keep_days=args.keep_days)
    until = keep_until(call.node.now, args.keep_days)
    return Outcome(
        {"backup": str(target), "keep_until": until},
        [
            call.text("Backup written: {path}. It contains personal data.", path=target),
            call.text("It is kept until {day}.", day=until),
        ],
    )


def _restore(call: Call) -> Outcome:
    kept = backup_acts.restore(Path(call.arguments.node), Path(call.arguments.file))
    lines = [call.text("The backup was restored.")]
    if kept:
        lines.append(call.text("The previous node is in {path}.", path=kept))
    if (Path(call.arguments.node) / "record" / "recovering").exists():
        lines.append(call.words.code("", Closed.RESTORED.value))
        lines.append(
            call.text(
                "Before that, recall every bundle that left this node after the backup was made: one that arrives "
                "later would prove that this node wrote two versions."
            )
        )
    return Outcome({"replaced": str(kept) if kept else None}, lines)


def _doctor(call: Call) -> Outcome:
    checks = doctor.examine(Path(call.arguments.node), patience=PATIENCE_SECONDS)
    good, bad = call.text("yes"), call.text("NO")
    return Outcome(
        {"checks": [{"code": one.code, "good": one.good, "found": one.found} for one in checks]},
        [f"{good if one.good else bad:8} {call.words.code('doctor', one.code)} {one.found}".rstrip() for one in checks],
        0 if all(one.good for one in checks) else NEEDS_A_LOOK,
    )


def _upgrade(call: Call) -> Outcome:
    applied, backup = backup_acts.upgrade(
        Path(call.arguments.node), backed_up=call.arguments.backed_up, patience=PATIENCE_SECONDS
    )
    if not applied:
        return Outcome({"applied": [], "backup": None}, [call.text("The node already has this version.")])
    if backup is None:
        return Outcome(
            {"applied": applied, "backup": None}, [call.text("Upgraded ({count} steps).", count=len(applied))]
        )
    return Outcome(
        {"applied": applied, "backup": str(backup)},
        [call.text("Upgraded ({count} steps); the backup made before is {path}.", count=len(applied), path=backup)],
    )


def _add_officer(call: Call) -> Outcome:
    args, there = call.arguments, officers.count_officers()
    officers.add_officer(
        call.node,
        # a node without officers has nobody at the desk, and one with a single officer no second
        call.desk(two=there > 1) if there else None,
        name=args.name,
        role=args.role,
        passphrase=call.passphrase(args.name, new=True),
    )
    return Outcome({"added": args.name}, [call.text("Added: {name}.", name=args.name)])


def _change_role(call: Call) -> Outcome:
    args = call.arguments
    officers.change_role(call.node, call.desk(), name=args.name, role=args.role, why=args.why)
    done = call.text("{name}: {role}.", name=args.name, role=call.words.code("role", args.role))
    return Outcome({"officer": args.name, "role": args.role}, [done])


def _retire_officer(call: Call) -> Outcome:
    officers.retire_officer(call.node, call.desk(), name=call.arguments.name, why=call.arguments.why)
    return Outcome({"retired": call.arguments.name}, [call.text("Retired: {name}.", name=call.arguments.name)])


def _list_officers(call: Call) -> Outcome:
    found = officers.list_officers()
    retired = call.text("retired")
    return Outcome(
        {"officers": found},
        [f"{one['name']}  {one['role']}  {retired if one['retired'] else ''}".rstrip() for one in found],
    )
