"""Profiles of invented lists drawn at random, from nearly clean to much worse than `rates.toml`.

A calibration must hold on rates that it has not seen, so it is learnt over many that differ in everything: how
bad the lists are as a whole, each defect on its own, which columns there are at all, the scripts, the overlap, how
unequal the lists are, how many persons stand twice. Every bound here is an assumption.
"""

import numpy as np

#: The highest rate that each defect may be drawn at, before the list's own badness: sought, held.
_HIGHEST: dict[str, tuple[float, float]] = {
    "typo": (0.06, 0.2),
    "no_patronymic": (0.2, 0.5),
    "father_name_only": (0.05, 0.15),
    "diminutive": (0.04, 0.08),
    "surname_and_given_swapped": (0.02, 0.06),
    "former_surname": (0.02, 0.04),
    "lookalike_letters": (0.02, 0.02),
    "wrong_keyboard": (0.005, 0.01),
    "ocr_slip": (0.02, 0.04),
    "initials": (0.03, 0.05),
    "stray_spaces": (0.03, 0.05),
    "hidden_characters": (0.01, 0.01),
    "other_apostrophe": (0.5, 0.8),
    "no_place": (0.3, 0.7),
    "old_place": (0.5, 0.5),
    "no_unit": (0.3, 0.8),
    "service_number_slip": (0.04, 0.06),
    "rank_off_by_one": (0.15, 0.2),
}
#: Of one birth date one of these, so that their sum stays below 1; the swapped ones count threefold.
_DATES: dict[str, tuple[float, float]] = {
    "no_date": (0.08, 0.15),
    "year_only": (0.08, 0.15),
    "date_digit": (0.03, 0.06),
    "day_month_swapped": (0.01, 0.04),
    "year_off_by_one": (0.02, 0.04),
    "first_of_january": (0.02, 0.03),
    "age_instead": (0.02, 0.05),
    "about_year": (0.03, 0.04),
    "two_digit_year": (0.02, 0.03),
}
_SHARES = ("service_number", "rank", "sex")


def draw_rates(rng: np.random.Generator) -> str:
    """Returns the TOML text of a profile drawn with this generator."""
    overlap = float(rng.uniform(0.05, 0.9))
    duplicates = (float(rng.uniform(0, 0.25)) if rng.random() < 0.4 else 0.0) * (1 - overlap)
    alike = rng.random() < 0.6  # else no relatives but brothers and sisters, and nobody has another's whole name
    lines = [
        f"overlap = {overlap:.4f}",
        f"siblings = {rng.uniform(0, 0.08):.4f}",
        f"twins = {alike * rng.uniform(0, 0.01):.4f}",
        f"father_son = {alike * rng.uniform(0, 0.015):.4f}",
        f"namesakes = {alike * rng.uniform(0, 0.015):.4f}",
        "[people]",
        f"female = {rng.uniform(0.01, 0.3):.4f}",
    ]
    few = rng.random() < 0.5  # most lists have not every column
    for side, kind in enumerate(("sought", "held")):
        badness = float(rng.choice([0.3, 0.7, 1.0, 1.5, 2.0]))
        lines.append(f"[{kind}]")
        if kind == "sought":
            lines += ['language = "coin"', f"duplicates = {duplicates:.4f}"]
            if rng.random() < 0.5:
                lines.append(f"fictitious = {rng.uniform(0, 0.1) * (1 - overlap - duplicates):.4f}")
                lines.append(f"incomplete = {rng.uniform(0, 0.1):.4f}")
        else:
            lines.append(f"duplicates = {(rng.uniform(0, 0.1) if duplicates else 0.0) * (1 - overlap):.4f}")
            if rng.random() < 0.5:
                lines.append(f"on_no_sought_list = {rng.uniform(0.05, 0.8):.4f}")
        lines += [f"{name} = {min(rng.uniform(0, high[side]) * badness, 1):.4f}" for name, high in _HIGHEST.items()]
        lines += [f"{name} = {rng.uniform(0, high[side]) * badness:.4f}" for name, high in _DATES.items()]
        if rng.random() < 0.15:
            lines[-len(_HIGHEST) - len(_DATES) + 1] = "no_patronymic = 1.0"
        for name in _SHARES:
            share = 0.0 if few or rng.random() < 0.4 else rng.uniform(0.2, 1)
            lines.append(f"{name} = {share:.4f}")
        lines.append(f"full_name_in_one_column = {rng.choice([0.0, 0.5])}")
        if kind == "held":
            scripts = rng.dirichlet([1.5, 1.2, 0.6])
            lines += [
                f"latin_from_ukrainian = {rng.uniform(0.1, 0.9):.4f}",
                f"russian_given_name = {rng.uniform(0.5, 1):.4f}",
                f"native_spelling = {rng.uniform(0, 0.5):.4f}",
                "[held.script]",
                *(
                    f"{name} = {share:.9f}"
                    for name, share in zip(("russian", "latin", "ukrainian"), _rounded(scripts), strict=True)
                ),
            ]
    return "\n".join(lines) + "\n"


def _rounded(shares: np.ndarray) -> list[float]:
    first, second = round(float(shares[0]), 6), round(float(shares[1]), 6)
    return [first, second, 1 - first - second]
