"""How well the DNA of remains fits a family that looks for somebody: STR likelihoods on pedigrees, exactly.

Takes loci (alleles, frequencies, mutation), pedigrees of any shape, profiles of relatives and of remains; gives
likelihoods, tables of the missing person's genotype, likelihood ratios of many remains against many families, joint
identifications under a declared prior, and what a family's references can decide. It stands alone: numpy and scipy,
no files but those that a caller reads through it, no database, no clock. It weighs; it never identifies anybody.
"""

from allforall.kinship.association import (
    Consensus,
    Flag,
    ProfileFlag,
    SamplePair,
    associate,
    check_profile,
    compare_samples,
    consensus,
    refuse_mixture,
    same_matrix,
)
from allforall.kinship.conventions import DEFAULT, Conventions, ThetaRule
from allforall.kinship.fam import FamFile, read_fam
from allforall.kinship.identifying import Identified, Standing, UnderPrior, identify
from allforall.kinship.joint import (
    FamilyWays,
    Joint,
    SymmetricSet,
    combine,
    family_ways,
    generalised_ratio,
    joint_table,
    symmetric_sets,
)
from allforall.kinship.laboratory_files import read_codis, read_linkage, read_strider
from allforall.kinship.likelihood import join, log_likelihood, log_likelihood_linked, single
from allforall.kinship.lineage import Finding, Line, LineFinding, compare_lines, same_line
from allforall.kinship.linkage import LINKED, LinkedPair, linked_log10_lr, pairs_among
from allforall.kinship.loci import SILENT, Inheritance, Locus, add_alleles, make_locus, rescale
from allforall.kinship.markers import Renamed, marker_name, resolve
from allforall.kinship.matrix import Block, Candidate, blocks, candidates, lr_matrix
from allforall.kinship.mutation import (
    MutationModel,
    custom,
    equal,
    extended_stepwise,
    mutation_matrix,
    no_mutation,
    proportional,
    stepwise,
)
from allforall.kinship.pedigrees import Ancestors, Pedigree, Person, Sex, make_pedigree
from allforall.kinship.planning import Power, power_of, power_of_kind, which_next
from allforall.kinship.priors import (
    EVEN,
    Posterior,
    Prior,
    check_evidence,
    check_prior,
    one_in,
    posterior,
    posterior_odds,
    three_priors,
)
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.references import ReferenceFinding, SealedCheck, check_references
from allforall.kinship.searching import Part, Sampled, best_assignments, parts, sample_assignments
from allforall.kinship.sheets import Sheet, read_families, read_frequencies, read_profiles
from allforall.kinship.tables import Column, Family, Tables, genotype_chances, make_family, make_tables
from allforall.kinship.weighing import Weighed, Weighing, weigh_pair
from allforall.kinship.wording import Sentence, english, say, say_posterior, times

__all__ = [
    "DEFAULT",
    "EVEN",
    "LINKED",
    "SILENT",
    "Ancestors",
    "Block",
    "Candidate",
    "Column",
    "Consensus",
    "Conventions",
    "FamFile",
    "Family",
    "FamilyWays",
    "Finding",
    "Flag",
    "Identified",
    "Inheritance",
    "Joint",
    "Line",
    "LineFinding",
    "LinkedPair",
    "Locus",
    "MutationModel",
    "Part",
    "Pedigree",
    "Person",
    "Posterior",
    "Power",
    "Prior",
    "Profile",
    "ProfileFlag",
    "ReferenceFinding",
    "Renamed",
    "SamplePair",
    "Sampled",
    "SealedCheck",
    "Sentence",
    "Sex",
    "Sheet",
    "Standing",
    "SymmetricSet",
    "Tables",
    "ThetaRule",
    "UnderPrior",
    "Weighed",
    "Weighing",
    "add_alleles",
    "associate",
    "best_assignments",
    "blocks",
    "candidates",
    "check_evidence",
    "check_prior",
    "check_profile",
    "check_references",
    "combine",
    "compare_lines",
    "compare_samples",
    "consensus",
    "custom",
    "english",
    "equal",
    "extended_stepwise",
    "family_ways",
    "generalised_ratio",
    "genotype_chances",
    "identify",
    "join",
    "joint_table",
    "linked_log10_lr",
    "log_likelihood",
    "log_likelihood_linked",
    "lr_matrix",
    "make_family",
    "make_locus",
    "make_pedigree",
    "make_profile",
    "make_tables",
    "marker_name",
    "mutation_matrix",
    "no_mutation",
    "one_in",
    "pairs_among",
    "parts",
    "posterior",
    "posterior_odds",
    "power_of",
    "power_of_kind",
    "proportional",
    "read_codis",
    "read_fam",
    "read_families",
    "read_frequencies",
    "read_linkage",
    "read_profiles",
    "read_strider",
    "refuse_mixture",
    "rescale",
    "resolve",
    "same_line",
    "same_matrix",
    "sample_assignments",
    "say",
    "say_posterior",
    "single",
    "stepwise",
    "symmetric_sets",
    "three_priors",
    "times",
    "weigh_pair",
    "which_next",
]
