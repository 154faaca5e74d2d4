# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""philoxseed's generator wherever SciPy takes `rng` or `random_state`.

pip install scipy
"""

import numpy as np
import scipy.optimize
import scipy.stats

import philoxseed as px

rng = px.default_rng(2024)

waits = scipy.stats.gamma.rvs(2.0, scale=3.0, size=200, random_state=rng)
interval = scipy.stats.bootstrap((waits,), np.mean, random_state=rng)
low, high = interval.confidence_interval
print(f"mean wait {waits.mean():.2f}, bootstrap interval {low:.2f} to {high:.2f}")

others = scipy.stats.gamma.rvs(2.0, scale=3.5, size=200, random_state=rng)


def difference(a, b, axis):
    """Return the difference of the means."""
    return a.mean(axis=axis) - b.mean(axis=axis)


test = scipy.stats.permutation_test(
    (waits, others), difference, vectorized=True, n_resamples=2000, random_state=rng
)
print(f"longer elsewhere? difference {test.statistic:.2f}, p = {test.pvalue:.3f}")


def ripples(x):
    """Return Rastrigin's function, whose least value is 0, at 0."""
    return 10 * len(x) + np.sum(x**2 - 10 * np.cos(2 * np.pi * x))


bounds = [(-5.12, 5.12)] * 3
found = scipy.optimize.differential_evolution(ripples, bounds, seed=rng)
print(f"least value of the ripples {found.fun:.1e}, after {found.nfev} evaluations")

# Workers that need generators of their own get children of this one.
print("children:", [f"{child.random():.3f}" for child in rng.spawn(3)])
