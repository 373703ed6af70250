"""English texts of the codes of `kinship`: its sentences, the words of its closed sets, and its errors."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "ancestors": {
        "keep": N_("kept as drawn"),
        "prune": N_("cut off"),
    },
    "kinship_other": {
        "unrelated": N_("they are unrelated to family {family}"),
        "sibling": N_("they are a full sibling of that missing member"),
    },
    "descent_line": {
        "Y": N_("Paternal line (Y)"),
        "mitochondrial": N_("Maternal line (mitochondrial)"),
    },
    "line_finding": {
        "supports the line": N_("supports the line"),
        "excludes the line": N_("excludes the line"),
        "undecided: one or two differences may be mutations": N_("undecided: one or two differences may be mutations"),
        "not compared": N_("not compared"),
    },
    "kinship_note": {
        "on_x": N_("On X, judging by the names: {loci}."),
        "no_relation": N_("{person} of family {family} is related to nobody and is left out."),
        "no_allele": N_("Remains {sample} show no allele and are left out."),
        "allele_added": N_("{population}, {locus}: allele {allele} is set to the stated minimum of {minimum}."),
        "renamed": N_("{file}: {found} is read as {used}."),
        "unread": N_("{file}: no frequencies for {loci}; not weighed."),
        "mixture": N_("{sample}: more than two alleles at {loci}: perhaps a mixture; left out."),
        "triallelic": N_("{sample}: three alleles at {loci}; this locus is left out."),
        "xxy": N_("{sample}: a male with two alleles on X ({loci}), perhaps XXY; X loci are left out."),
        "strays": N_("Relatives in no pedigree: {samples}."),
    },
    "mutation_model": {
        "none": N_("none"),
        "equal": N_("equal"),
        "proportional": N_("proportional"),
        "stepwise": N_("stepwise"),
        "extended stepwise": N_("extended stepwise"),
        "custom": N_("custom rates"),
    },
    "pedigree_sex": {
        "M": N_("man"),
        "F": N_("woman"),
        "?": N_("sex not stated"),
    },
    "theta_rule": {
        "all persons": N_("all persons drawn together"),
        "per component": N_("unrelated persons separately"),
    },
}

ERRORS: dict[str, str] = {
    "kinship:says:for": N_(
        "The profile is {times} times more probable if these remains are the missing member of family {family} "
        "than if {other}."
    ),
    "kinship:says:against": N_(
        "The profile is {times} times more probable if {other} than if these remains are the missing member of "
        "family {family}."
    ),
    "kinship:says:even": N_(
        "The profile is equally probable if these remains are the missing member of family {family} and if {other}."
    ),
    "kinship:says:only": N_(
        "The profile can be explained if these remains are the missing member of family {family}, but not if {other}."
    ),
    "kinship:says:impossible": N_(
        "Under the mutation model used, the profile cannot be explained if these remains are the missing member "
        "of family {family}."
    ),
    "kinship:says:not_compared": N_(
        "The profile was not compared with family {family}: the sexes differ, or the relatives' own profiles "
        "cannot be explained."
    ),
    "kinship:says:posterior_for": N_(
        "With the prior {prior} ({reason}): {odds} to 1 for these remains being the missing member of family {family}."
    ),
    "kinship:says:posterior_against": N_(
        "With the prior {prior} ({reason}): {odds} to 1 against these remains being the missing member of family "
        "{family}."
    ),
    "kinship:allele:unknown": N_(
        "{locus}: {person} shows allele {found}, which is not in the frequency table. State a rule with "
        "--minimum, or fix the table."
    ),
    "kinship:call:database": N_("With these haplotypes {found} is required: the number of unrelated persons searched."),
    "kinship:call:family": N_("There is no family {found} in the files."),
    "kinship:call:file": N_("{found} is required: without it there is nothing to weigh."),
    "kinship:call:folder": N_("The whole matrix needs a folder: --to."),
    "kinship:call:linkage": N_(
        "A LINKAGE file names neither its markers nor who is missing: state --markers in its order and "
        "--missing-person."
    ),
    "kinship:call:many_pairs": N_(
        "{found} pairs are too many to weigh in full; the limit is {expected}. Choose with --sample and "
        "--family, or use “kinship matrix”."
    ),
    "kinship:call:many_hits": N_("More than {expected} pairs reach this threshold. Raise it with --threshold."),
    "kinship:call:mutation": N_(
        "State a mutation model with --mutation. With “none”, a single mutation rules out a true relative."
    ),
    "kinship:call:no_pair": N_("No remains match any missing person by sex: there is no pair to weigh."),
    "kinship:call:other_search": N_("{path} holds another search, with other files or options. Choose another folder."),
    "kinship:call:planned": N_(
        "Family {found} has no missing person, or nobody planned to be typed (1 under “typed”)."
    ),
    "kinship:call:population_twice": N_("There are two tables for the population {found}. Give each its own name."),
    "kinship:call:priors": N_("A posterior needs its prior: state all three of --listed, --at-stake and --upper."),
    "kinship:call:rate": N_("The model {found} needs a rate: --rate, or --rate-male and --rate-female."),
    "kinship:call:rate_without_model": N_("A rate was stated for the model “none”. State another model, or no rate."),
    "kinship:call:sample": N_("There are no remains {found} in the files."),
    "kinship:call:seal": N_("Sealing needs both --geneticist for the key and --findings for the file."),
    "kinship:call:search_damaged": N_(
        "What a stopped search left in {path} is damaged. Choose another folder, or remove it and search again."
    ),
    "kinship:call:threshold": N_("A threshold is a ratio above 0; found {found}."),
    "kinship:consensus:sexes": N_("The typings of {sample} state different sexes."),
    "kinship:consensus:typings": N_("{sample} was typed {found} times; a consensus needs at least {expected}."),
    "kinship:fam:allele": N_("{locus}: {person} has an allele number that is not in the table: {found}."),
    "kinship:fam:line": N_("Line {line} of the .fam file is not understood: {found}."),
    "kinship:fam:locus": N_("{person} has a locus that is not in the file's table: {found}."),
    "kinship:fam:model": N_("{locus}: the mutation model “{found}” is not supported."),
    "kinship:fam:no_dvi": N_(
        "{path} has no DVI part: it names neither remains nor families. Give them with --remains and --families."
    ),
    "kinship:fam:pedigrees": N_(
        "Family {family} has several different pedigrees with the missing person: {found}. Keep only the intended one."
    ),
    "kinship:fam:truncated": N_("The .fam file breaks off at line {line}, in the middle of a part."),
    "kinship:family:impossible": N_(
        "The samples of family {family} cannot be explained together under this model. “kinship check” seals the "
        "reason for a geneticist."
    ),
    "kinship:family:missing_typed": N_(
        "Family {family}: {person} is missing but has a profile. To compare a direct sample, use “kinship associate”."
    ),
    "kinship:family:nobody_missing": N_("Nobody is missing in family {family}."),
    "kinship:family:twice": N_("Family {family} appears twice."),
    "kinship:family:untyped": N_("Family {family}: no relative of {person} has a profile."),
    "kinship:file:encoding": N_("{path}, line {line}: this is not {expected} text. Save the file in that encoding."),
    "kinship:frequency:minimum": N_(
        "A minimum is a frequency above 0 and below 1 that leaves room for the others; found {found}."
    ),
    "kinship:frequency:sum": N_(
        "{locus}: the frequencies add up to {found}, not to 1. State a rule with --divide-by-sum, or fix the table."
    ),
    "kinship:frequency:value": N_("{locus}, allele {allele}: {found} is not a frequency."),
    "kinship:frequency:zero": N_(
        "{locus}, allele {allele}: the frequency is 0. State a rule with --minimum, or leave it out with "
        "--divide-by-sum."
    ),
    "kinship:joint:assignments": N_(
        "More than {expected} assignments are too many to list. Leave out --assignments; the search runs without "
        "the list."
    ),
    "kinship:joint:states": N_(
        "The likeliest assignments were not found within {expected} steps. Give fewer remains or families."
    ),
    "kinship:joint:theta": N_("Joint weighing with theta requires --theta-rule per-component (theta is {found})."),
    "kinship:joint:ways": N_("Family {family}: {found} ways to place remains are too many; the limit is {expected}."),
    "kinship:line:database": N_("A haplotype cannot have been seen {found} times: the database sets the limit."),
    "kinship:linkage:inheritance": N_(
        "{locus} and {other} must both be on X or both not: otherwise they cannot be linked."
    ),
    "kinship:linkage:rate": N_("{locus}: a recombination rate is between 0 and 0.5; found {found}."),
    "kinship:linkage:theta": N_("{locus} and {other} are linked; linked loci cannot be weighed with theta."),
    "kinship:locus:allele_twice": N_("{locus}: allele {found} appears in the table twice."),
    "kinship:locus:alleles": N_("{locus}: {found} alleles, expected {expected}."),
    "kinship:locus:frequencies": N_("{locus}: {found} frequencies for {expected} alleles."),
    "kinship:locus:silent": N_("{locus}: the silent allele {found} is not in the table."),
    "kinship:marker:twice": N_("{found} and {other} are the same marker and appear twice."),
    "kinship:marker:unknown": N_("There are no frequencies for the marker {found}."),
    "kinship:mutation:rate": N_("{locus}: {found} cannot be the {parameter} of this mutation model."),
    "kinship:mutation:row": N_(
        "{locus}: the rates from allele {allele} add up to {found}, not to 1, or one is below 0."
    ),
    "kinship:mutation:shape": N_("{locus}: the mutation matrix is {found}; expected {expected} alleles each way."),
    "kinship:parent:same": N_("Family {family}: {person} has {found} as both father and mother."),
    "kinship:parent:sex": N_("Family {family}: {found} cannot be this parent of {person}: the sex does not fit."),
    "kinship:parent:unknown": N_("Family {family}: {found}, a parent of {person}, is not in the family."),
    "kinship:parent:younger": N_(
        "Family {family}: {person}, born in {year_of_child}, is not younger than their parent, born in "
        "{year_of_parent}."
    ),
    "kinship:pedigree:size": N_("Family {family} has {found} persons, expected {expected}."),
    "kinship:pedigree:wide": N_(
        "{locus}: this family is too complex to weigh: {found} cells; the limit is {expected}. Leave out persons "
        "who do not affect the result."
    ),
    "kinship:person:label": N_("Family {family}: a person has no id, or the id 0, which means nobody."),
    "kinship:person:not_missing": N_("Family {family}: {person} is not missing."),
    "kinship:person:own_ancestor": N_("Family {family}: {person} is their own ancestor."),
    "kinship:person:sex": N_("Family {family}: state the sex of {person}; {locus} is on X."),
    "kinship:person:twice": N_("Family {family}: {person} appears twice."),
    "kinship:person:unknown": N_("Family {family}: there is no {person}."),
    "kinship:population:none": N_("There are no frequencies to weigh family {family} with."),
    "kinship:power:nobody": N_("There is no missing person whose family can be weighed."),
    "kinship:power:typed": N_("Family {family}: {person} already has a profile."),
    "kinship:power:x": N_("{locus} is on X, and genes on X are not simulated. Leave it out of the frequencies."),
    "kinship:prior:even": N_(
        "Even odds ({prior}) are refused in a search: one person is sought among many. State how many."
    ),
    "kinship:prior:none": N_("A posterior needs a declared prior."),
    "kinship:prior:number": N_("A prior is one in a number above 1; found {found}."),
    "kinship:prior:numbers": N_(
        "The three numbers must increase and be above 1: listed, at stake, upper; found {found}."
    ),
    "kinship:prior:odds": N_("The odds of the prior {prior} are not above 0: {found}."),
    "kinship:prior:twice": N_("“{found}” is already used in the prior {prior}; it is not counted again."),
    "kinship:profile:empty": N_("{sample} shows no allele at any locus in the frequency table."),
    "kinship:profile:half": N_(
        "{locus}, line {line}: {sample} shows one allele ({found}) beside an empty cell. Write a homozygote "
        "twice, or state --dropout."
    ),
    "kinship:profile:mixture": N_(
        "{sample} shows more than two alleles at {locus}: it may be a mixture and is not weighed."
    ),
    "kinship:profile:rate": N_("{sample}: {parameter} is {found}; expected from 0 to below 1."),
    "kinship:profile:sex": N_("State the sex of {sample}; {locus} is on X."),
    "kinship:profile:silent": N_("{locus}: {sample} cannot show the silent allele."),
    "kinship:profile:three_alleles": N_("{locus}: {sample} shows more than two alleles ({found})."),
    "kinship:profile:two_x": N_("{locus}: {sample} is male and shows two alleles on X ({found})."),
    "kinship:references:file": N_("{path} holds no sealed findings."),
    "kinship:references:key": N_("{path} holds no key: expected 64 hexadecimal digits."),
    "kinship:references:other_key": N_("{path} is not sealed for this key, or was changed."),
    "kinship:references:sealed": N_(
        "Only a geneticist can open the findings about a family's own references, with their key."
    ),
    "kinship:sample:twice": N_("Two samples have the same id: {sample}."),
    "kinship:sex:differs": N_("Family {family}: {person} is stated as {expected}, the sample as {found}."),
    "kinship:sheet:cells": N_("Line {line} has {found} cells, expected {expected}."),
    "kinship:sheet:characters": N_("Line {line} contains a null character: this is not a table."),
    "kinship:sheet:column": N_("The table has no column {expected}; it has {found}."),
    "kinship:sheet:column_twice": N_("The column {found} appears in the table twice."),
    "kinship:sheet:csv": N_("Line {line} is not valid CSV: {found}."),
    "kinship:sheet:number": N_("Line {line}, {column}: {found} is not a number."),
    "kinship:sheet:population": N_("There is no population {found}. Known: {expected}."),
    "kinship:sheet:rate_twice": N_("Line {line}: the rate {found} of {locus} is already stated."),
    "kinship:sheet:sample": N_("Line {line} names no sample."),
    "kinship:sheet:sex": N_("Line {line}: {found} is not a sex; expected M, F or ?."),
    "kinship:sheet:size": N_("The file has {found} characters; the limit is {expected}."),
    "kinship:sheet:untyped": N_(
        "Family {family}, line {line}: {person} is marked as typed, but no profile has this id."
    ),
    "kinship:theta:founders": N_(
        "{locus}: theta with {found} alleles of untyped founders is too much to weigh; the limit is {expected}. "
        "Use theta 0, or fewer untyped persons."
    ),
    "kinship:theta:value": N_("Theta is from 0 to below 1; found {found}."),
    "kinship:twins:parents": N_(
        "Family {family}: {person} and {other} are stated as twins but differ in parents or sex."
    ),
    "kinship:twins:twice": N_("Family {family}: {person} is in two groups of twins."),
    "kinship:xml:broken": N_("The XML file breaks off or is not valid XML at line {line}: {found}."),
    "kinship:xml:declaration": N_("Line {line} declares a document type or an entity, which is not accepted."),
    "kinship:xml:missing": N_("{expected} is missing from the XML file at {found}."),
    "kinship:xml:number": N_("{locus}: {found} is not a frequency."),
    "kinship:xml:root": N_("The XML file is {found}; expected {expected}."),
    "kinship:xml:size": N_("The XML file is too large or nested too deep at line {line}."),
}
