"""What the options of `kinship` state, as values of the use case."""

from dataclasses import fields

from allforall.alone.weighing.asked import Asked
from allforall.cli.call import Call
from allforall.errors import CallError
from allforall.kinship import Prior, Tables, make_tables, one_in, three_priors
from allforall.kinship.case import Case


def asked(call: Call) -> Asked:
    """Returns what a call states about its case; not every command has every option."""
    args = vars(call.arguments)
    return Asked(**{one.name: args[one.name] for one in fields(Asked) if one.name in args})


def priors(call: Call, *, needed: bool) -> tuple[Prior, ...]:
    """Returns the three priors of a call, or none; they must be declared where a posterior is shown."""
    args = call.arguments
    numbers = (args.listed, args.at_stake, args.upper)
    if all(number is None for number in numbers) and not needed:
        return ()
    if any(number is None for number in numbers):
        raise CallError("kinship:call:priors")
    three_priors(*numbers)  # refuses numbers that do not increase
    reasons = (
        call.text("{number} persons are sought by families that gave samples", number=args.listed),
        call.text("{number} persons are missing in all", number=args.at_stake),
        call.text("{number} is the highest number stated", number=args.upper),
    )
    return tuple(
        one_in(number, call.text("one in {number}", number=number), reason, args.prior_evidence)
        for number, reason in zip(numbers, reasons, strict=True)
    )


def tables_of(call: Call, case: Case) -> list[Tables]:
    """Returns the tables of every population, with a progress bar."""
    made = []
    for name, loci in case.populations.items():
        with call.counting(call.text("tables, {population}", population=name), call.text("loci")) as bar:
            made.append(make_tables(case.families, loci, case.conventions, progress=bar.of))
    return made
