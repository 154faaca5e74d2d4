# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The price of a basket option, by batches of normals from a session.

A call on the mean of five correlated assets. The call on their geometric mean, which
has a closed form, is priced from the same draws, to show what the standard error is
worth.
"""

import math

import numpy as np

import philoxseed as px

ASSETS, BATCH, BATCHES = 5, 20_000, 50
SPOT, STRIKE, RATE, VOLATILITY, YEARS, CORRELATION = 100.0, 100.0, 0.03, 0.25, 1.0, 0.4


def geometric_price():
    """Return the closed form of the call on the geometric mean."""
    variance = VOLATILITY**2 * YEARS
    sd = math.sqrt(variance * (1 + (ASSETS - 1) * CORRELATION) / ASSETS)
    mean = math.log(SPOT) + RATE * YEARS - variance / 2
    d = (mean - math.log(STRIKE)) / sd

    def cdf(x):
        return math.erfc(-x / math.sqrt(2)) / 2

    forward = math.exp(mean + sd * sd / 2)
    return math.exp(-RATE * YEARS) * (forward * cdf(d + sd) - STRIKE * cdf(d))


correlation = np.full((ASSETS, ASSETS), CORRELATION)
np.fill_diagonal(correlation, 1.0)
factor = np.linalg.cholesky(correlation) * VOLATILITY * math.sqrt(YEARS)
drift = (RATE - VOLATILITY**2 / 2) * YEARS

px.set_random_seed(7)
normals = px.random.normal([BATCH, ASSETS], dtype=px.float64)

payoffs = []
with px.Session() as session:
    for _ in range(BATCHES):
        prices = SPOT * np.exp(drift + session.run(normals) @ factor.T)
        arithmetic = np.maximum(prices.mean(axis=1) - STRIKE, 0)
        geometric = np.maximum(np.exp(np.log(prices).mean(axis=1)) - STRIKE, 0)
        payoffs.append([arithmetic.mean(), geometric.mean()])

discounted = math.exp(-RATE * YEARS) * np.array(payoffs)
price = discounted.mean(axis=0)
error = discounted.std(axis=0, ddof=1) / math.sqrt(BATCHES)
print(f"{BATCHES} batches of {BATCH} paths")
print(f"call on the arithmetic mean  {price[0]:.4f} +- {error[0]:.4f}")
print(f"call on the geometric mean   {price[1]:.4f} +- {error[1]:.4f}", end="")
print(f"  (exact: {geometric_price():.4f})")
