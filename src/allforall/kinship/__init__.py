"""How well the DNA of remains fits a family that looks for somebody: STR likelihoods on pedigrees, exactly.

Takes loci (alleles, frequencies, mutation), pedigrees of any shape, profiles of relatives and of remains; gives
likelihoods, tables of the missing person's genotype, likelihood ratios of many remains against many families, joint
identifications under a declared prior, and what a family's references can decide. It stands alone: numpy and scipy,
no files but those that a caller reads through it, no database, no clock. It weighs; it never identifies anybody.
"""

from allforall.kinship.conventions import DEFAULT, Conventions, ThetaRule
from allforall.kinship.likelihood import join, log_likelihood, log_likelihood_linked, single
from allforall.kinship.loci import Inheritance, Locus, add_alleles, make_locus, rescale
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
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Column, Family, Tables, genotype_chances, make_family, make_tables

__all__ = [
    "DEFAULT",
    "Ancestors",
    "Block",
    "Candidate",
    "Column",
    "Conventions",
    "Family",
    "Inheritance",
    "Locus",
    "MutationModel",
    "Pedigree",
    "Person",
    "Profile",
    "Sex",
    "Tables",
    "ThetaRule",
    "add_alleles",
    "blocks",
    "candidates",
    "custom",
    "equal",
    "extended_stepwise",
    "genotype_chances",
    "join",
    "log_likelihood",
    "log_likelihood_linked",
    "lr_matrix",
    "make_family",
    "make_locus",
    "make_pedigree",
    "make_profile",
    "make_tables",
    "mutation_matrix",
    "no_mutation",
    "proportional",
    "rescale",
    "single",
    "stepwise",
]
