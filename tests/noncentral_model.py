# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Noncentral chi-squares and F as docs/numpy.md defines them, in plain Python."""

from discrete_model import poisson
from gamma_model import SIDE_KEY, Place, gamma_parts, least, normal, standard_gamma
from real_model import divide, exp, sqrt


def noncentral_half(place, df, nonc):
    """Half of a noncentral chi-square."""
    pair0, _ = place.pairs(3)
    z, mean = normal(pair0), 0.5 * nonc
    if not df < 1:
        y = z + sqrt(nonc)
        return standard_gamma(place, 0.5 * (df - 1.0)) + 0.5 * (y * y)
    if mean > 2.0**60:
        count = mean * (1.0 + divide(z, sqrt(mean)))
    else:
        side = Place(place.key - 3 * SIDE_KEY, place.block)
        count = float(poisson(side, mean)[0]) + 0.0 * nonc
    return standard_gamma(place, 0.5 * df + count)


def noncentral_chisquare(place, df, nonc):
    return 2.0 * noncentral_half(place, df, nonc)


def noncentral_f(place, dfnum, dfden, nonc):
    x = noncentral_half(place, dfnum, nonc)
    y, exponent = gamma_parts(place, 0.5 * dfden, second=True)
    over = x * least(divide(1.0, dfnum), 2.0**1000)
    under = y * least(divide(1.0, dfden), 2.0**1000)
    return divide(over, under) * exp(exponent)
