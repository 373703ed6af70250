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
        "all persons": N_("all persons from one urn"),
        "per component": N_("unrelated persons apart"),
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
        "The profile is as probable if these remains are the missing member of family {family} as if {other}."
    ),
    "kinship:says:only": N_(
        "The profile can be explained if these remains are the missing member of family {family}, and cannot if "
        "{other}."
    ),
    "kinship:says:impossible": N_(
        "The profile cannot be explained if these remains are the missing member of family {family}, under the "
        "mutation model that was used."
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
        "{locus}: {person} shows allele {found}, which the frequencies do not know. State a rule with --minimum, "
        "or mend the table."
    ),
    "kinship:call:database": N_(
        "{found} is needed with these haplotypes: how many unrelated persons were looked through."
    ),
    "kinship:call:family": N_("There is no family {found} in the files."),
    "kinship:call:file": N_("{found} is needed: without it there is nothing to weigh."),
    "kinship:call:folder": N_("The whole matrix needs a folder: --to."),
    "kinship:call:linkage": N_(
        "A LINKAGE file names neither its markers nor who is missing: state --markers in its order and "
        "--missing-person."
    ),
    "kinship:call:many_pairs": N_(
        "{found} pairs are too many to weigh in full, at most {expected}. Choose with --sample and --family, or "
        "use “kinship matrix”."
    ),
    "kinship:call:many_hits": N_("More than {expected} pairs reach this threshold: raise it with --threshold."),
    "kinship:call:mutation": N_(
        "State a mutation model with --mutation. “none” rules a true relative out at a single mutation."
    ),
    "kinship:call:no_pair": N_("No remains and no missing person fit by sex: there is no pair to weigh."),
    "kinship:call:other_search": N_("{path} holds another search: its files or options differ. Choose another folder."),
    "kinship:call:planned": N_(
        "Family {found} has nobody who is missing, or nobody who is planned to be typed (1 under “typed”)."
    ),
    "kinship:call:population_twice": N_("There are two tables of the population {found}. Give each its own name."),
    "kinship:call:priors": N_("A posterior needs its prior: state --listed, --at-stake and --upper, all three."),
    "kinship:call:rate": N_("The model {found} needs a rate: --rate, or --rate-male and --rate-female."),
    "kinship:call:rate_without_model": N_("A rate was stated for the model “none”. State another model, or no rate."),
    "kinship:call:sample": N_("There are no remains {found} in the files."),
    "kinship:call:seal": N_("Sealing takes both: --geneticist for the key and --findings for the file."),
    "kinship:call:search_damaged": N_(
        "What a stopped search left in {path} is damaged. Choose another folder, or remove it and search anew."
    ),
    "kinship:call:threshold": N_("A threshold is a number of times above 0, found {found}."),
    "kinship:consensus:sexes": N_("The typings of {sample} state two sexes."),
    "kinship:consensus:typings": N_("{sample} was typed {found} times; a consensus takes at least {expected}."),
    "kinship:fam:allele": N_("{locus}: {person} has an allele number that the table does not have: {found}."),
    "kinship:fam:line": N_("Line {line} of the .fam file is not understood: {found}."),
    "kinship:fam:locus": N_("{person} has a locus that the file's table does not have: {found}."),
    "kinship:fam:model": N_("{locus}: the mutation model “{found}” is not read."),
    "kinship:fam:no_dvi": N_(
        "{path} has no DVI part: it names neither remains nor families. Give them with --remains and --families."
    ),
    "kinship:fam:pedigrees": N_(
        "Family {family} has several different pedigrees with the missing person: {found}. Keep the one that is meant."
    ),
    "kinship:fam:truncated": N_("The .fam file ends at line {line}, in the middle of a part."),
    "kinship:family:impossible": N_(
        "The samples of family {family} cannot be explained together under this model. “kinship check” seals why "
        "for a geneticist."
    ),
    "kinship:family:missing_typed": N_(
        "Family {family}: {person} is missing and has a profile. Compare a direct sample with “kinship associate”."
    ),
    "kinship:family:nobody_missing": N_("Nobody is missing in family {family}."),
    "kinship:family:twice": N_("There are two families {family}."),
    "kinship:family:untyped": N_("Family {family}: nobody who is related to {person} has a profile."),
    "kinship:file:encoding": N_("{path}, line {line}: this is no text in {expected}. Save the file in that encoding."),
    "kinship:frequency:minimum": N_(
        "A minimum is a frequency above 0 and below 1, and leaves room for the others; found {found}."
    ),
    "kinship:frequency:sum": N_(
        "{locus}: the frequencies sum to {found}, not to 1. State a rule with --divide-by-sum, or mend the table."
    ),
    "kinship:frequency:value": N_("{locus}, allele {allele}: {found} is no frequency."),
    "kinship:frequency:zero": N_(
        "{locus}, allele {allele}: the frequency is 0. State a rule with --minimum, or --divide-by-sum to leave it out."
    ),
    "kinship:joint:assignments": N_(
        "More than {expected} assignments: too many to list. Leave --assignments out; the search goes on without "
        "the list."
    ),
    "kinship:joint:states": N_(
        "The likeliest assignments were not found within {expected} steps. State fewer remains or families."
    ),
    "kinship:joint:theta": N_(
        "Weighing all together takes theta only with --theta-rule per-component (theta is {found})."
    ),
    "kinship:joint:ways": N_("Family {family}: {found} ways to place remains are too many, at most {expected}."),
    "kinship:line:database": N_("A haplotype seen {found} times cannot be: the database sets the bounds."),
    "kinship:linkage:inheritance": N_("{locus} and {other} are not both on X or both not: they cannot be linked."),
    "kinship:linkage:rate": N_("{locus}: a recombination rate is from 0 to 0.5, found {found}."),
    "kinship:linkage:theta": N_("{locus} and {other} are linked; with theta linked loci are not weighed."),
    "kinship:locus:allele_twice": N_("{locus}: allele {found} stands in the table twice."),
    "kinship:locus:alleles": N_("{locus}: {found} alleles, expected {expected}."),
    "kinship:locus:frequencies": N_("{locus}: {found} frequencies for {expected} alleles."),
    "kinship:locus:silent": N_("{locus}: the silent allele {found} is not in the table."),
    "kinship:marker:twice": N_("{found} and {other} are one marker and stand there twice."),
    "kinship:marker:unknown": N_("There are no frequencies for the marker {found}."),
    "kinship:mutation:rate": N_("{locus}: {found} cannot be the {parameter} of this mutation model."),
    "kinship:mutation:row": N_("{locus}: the rates from allele {allele} sum to {found}, not to 1, or one is below 0."),
    "kinship:mutation:shape": N_("{locus}: the mutation matrix is {found}, expected {expected} alleles each way."),
    "kinship:parent:same": N_("Family {family}: {person} has {found} as father and as mother."),
    "kinship:parent:sex": N_("Family {family}: {found} cannot be a parent of {person} on that side, by their sex."),
    "kinship:parent:unknown": N_("Family {family}: {found}, a parent of {person}, is not in the family."),
    "kinship:parent:younger": N_(
        "Family {family}: {person}, born in {year_of_child}, is not younger than their parent, born in "
        "{year_of_parent}."
    ),
    "kinship:pedigree:size": N_("Family {family} has {found} persons, expected {expected}."),
    "kinship:pedigree:wide": N_(
        "{locus}: this family is too entangled to weigh: {found} cells, at most {expected}. Leave out persons "
        "who bear on nothing."
    ),
    "kinship:person:label": N_("Family {family}: a person has no id, or the id 0, which stands for nobody."),
    "kinship:person:not_missing": N_("Family {family}: {person} is not missing."),
    "kinship:person:own_ancestor": N_("Family {family}: {person} is their own ancestor."),
    "kinship:person:sex": N_("Family {family}: the sex of {person} must be stated for {locus}, which is on X."),
    "kinship:person:twice": N_("Family {family}: {person} stands there twice."),
    "kinship:person:unknown": N_("Family {family}: there is no {person}."),
    "kinship:population:none": N_("There are no frequencies to weigh family {family} with."),
    "kinship:power:nobody": N_("There is no missing person whose family could be weighed."),
    "kinship:power:typed": N_("Family {family}: {person} has a profile already."),
    "kinship:power:x": N_("{locus} is on X: genes on X are not invented. Leave it out of the frequencies."),
    "kinship:prior:even": N_(
        "Even odds ({prior}) are refused in a search: somebody is looked for among many. State how many."
    ),
    "kinship:prior:none": N_("A posterior needs a declared prior."),
    "kinship:prior:number": N_("A prior is one in a number above 1, found {found}."),
    "kinship:prior:numbers": N_(
        "The three numbers must rise and be above 1: those listed, those at stake, the upper one; found {found}."
    ),
    "kinship:prior:odds": N_("The prior {prior} has no odds above 0: {found}."),
    "kinship:prior:twice": N_("“{found}” was used in the prior {prior} already; it is not counted again."),
    "kinship:profile:empty": N_("{sample} shows no allele at any locus that the frequencies know."),
    "kinship:profile:half": N_(
        "{locus}, line {line}: {sample} shows one allele ({found}) beside an empty cell. Write a homozygote "
        "twice, or state --dropout."
    ),
    "kinship:profile:mixture": N_(
        "{sample} shows more than two alleles at {locus}: perhaps a mixture; it is not weighed."
    ),
    "kinship:profile:rate": N_("{sample}: {parameter} is {found}, expected from 0 to below 1."),
    "kinship:profile:sex": N_("The sex of {sample} must be stated for {locus}, which is on X."),
    "kinship:profile:silent": N_("{locus}: {sample} cannot show the silent allele."),
    "kinship:profile:three_alleles": N_("{locus}: {sample} shows more than two alleles ({found})."),
    "kinship:profile:two_x": N_("{locus}: {sample} is male and shows two alleles on X ({found})."),
    "kinship:references:file": N_("{path} holds no sealed findings."),
    "kinship:references:key": N_("{path} holds no key: 64 hexadecimal digits are expected."),
    "kinship:references:other_key": N_("{path} is not sealed for this key, or was changed."),
    "kinship:references:sealed": N_(
        "The findings about a family's own references open for a geneticist alone, with their key."
    ),
    "kinship:sample:twice": N_("Two samples go under one id: {sample}."),
    "kinship:sex:differs": N_("Family {family}: {person} is stated as {expected}, the sample as {found}."),
    "kinship:sheet:cells": N_("Line {line} has {found} cells, expected {expected}."),
    "kinship:sheet:characters": N_("Line {line} holds a null character: this is no table."),
    "kinship:sheet:column": N_("The table has no column {expected}; it has {found}."),
    "kinship:sheet:column_twice": N_("The column {found} stands in the table twice."),
    "kinship:sheet:csv": N_("Line {line} is no CSV: {found}."),
    "kinship:sheet:number": N_("Line {line}, {column}: {found} is no number."),
    "kinship:sheet:population": N_("There is no population {found}. There are: {expected}."),
    "kinship:sheet:rate_twice": N_("Line {line}: the rate {found} of {locus} was stated before."),
    "kinship:sheet:sample": N_("Line {line} names no sample."),
    "kinship:sheet:sex": N_("Line {line}: {found} is no sex; expected M, F or ?."),
    "kinship:sheet:size": N_("The file has {found} characters, at most {expected} are read."),
    "kinship:sheet:untyped": N_(
        "Family {family}, line {line}: {person} is said to be typed, but no profile has this id."
    ),
    "kinship:theta:founders": N_(
        "{locus}: theta with {found} alleles of untyped founders is too much to weigh, at most {expected}. Use "
        "theta 0, or fewer untyped persons."
    ),
    "kinship:theta:value": N_("Theta is from 0 to below 1, found {found}."),
    "kinship:twins:parents": N_(
        "Family {family}: {person} and {other} are stated as twins, but differ in parents or sex."
    ),
    "kinship:twins:twice": N_("Family {family}: {person} stands in two groups of twins."),
    "kinship:xml:broken": N_("The XML file breaks off or is no XML at line {line}: {found}."),
    "kinship:xml:declaration": N_("Line {line} declares a document type or an entity: nothing of that kind is read."),
    "kinship:xml:missing": N_("The XML file lacks {expected} at {found}."),
    "kinship:xml:number": N_("{locus}: {found} is no frequency."),
    "kinship:xml:root": N_("The XML file is {found}, expected {expected}."),
    "kinship:xml:size": N_("The XML file is too large or too deep at line {line}."),
}
