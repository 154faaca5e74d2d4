# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The distributions of numpy.random.Generator: parameters, and how each is called."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

MANY = 10**5
FEW = 10  # with arrays of parameters
ENTRIES = 5  # of a row of dirichlet or multinomial


@dataclass(frozen=True)
class Distribution:
    """A method with the parameters that it is measured at.

    Parameters
    ----------
    method : str
        The method of a Generator.
    parameters : tuple of float
        What it is called with.
    mean, variance : float
        Of its values; the variance is infinite where a sample's tells little.
    dtype : str, default "float64"
        Of its values.
    """

    method: str
    parameters: tuple[float, ...]
    mean: float
    variance: float
    dtype: str = "float64"

    def calls(self) -> Iterator[tuple[str, int]]:
        """Yield calls of one value, of many and of few, and how many values each has.

        Arrays of the parameters are called `a`, `b` and `c`, and as long as the
        values; a row stands for one value.
        """
        given = ", ".join(map(repr, self.parameters))
        names = ", ".join("abc"[: len(self.parameters)])
        if self.method in ROWS:
            row = f"{self.method}({ROWS[self.method]}"
            yield f"{row})", ENTRIES
            yield f"{row}, size=1 + (size - 1) // {ENTRIES}).ravel()[:size]", MANY
            if self.method == "multinomial":
                row = row.replace(given, f"a[::{ENTRIES}]", 1)
                yield f"{row}).ravel()[:size]", FEW * ENTRIES
            return
        yield f"{self.method}({given})", 1
        yield f"{self.method}({given + ', ' if given else ''}size=size)", MANY
        if names:
            yield f"{self.method}({names})", FEW


ROWS = {
    "dirichlet": f"[1.0] * {ENTRIES}",
    "multinomial": f"100, [{1 / ENTRIES}] * {ENTRIES}",
}

# The logarithm of 1 - p of the logarithmic series.
_LOG = math.log1p(-0.7)
_ZETA_3 = 1.2020569031595942

DISTRIBUTIONS = (
    Distribution("lognormal", (0.0, 1.0), math.exp(0.5), math.inf),
    Distribution("laplace", (0.0, 1.0), 0, 2),
    Distribution("logistic", (0.0, 1.0), 0, math.pi**2 / 3),
    Distribution("gumbel", (0.0, 1.0), 0.5772156649015329, math.pi**2 / 6),
    Distribution("rayleigh", (1.0,), math.sqrt(math.pi / 2), 2 - math.pi / 2),
    Distribution("weibull", (2.0,), math.sqrt(math.pi) / 2, 1 - math.pi / 4),
    Distribution("pareto", (3.0,), 0.5, math.inf),
    Distribution("power", (2.0,), 2 / 3, 1 / 18),
    Distribution("standard_cauchy", (), 0, math.inf),
    Distribution("triangular", (0.0, 0.3, 1.0), 1.3 / 3, 0.79 / 18),
    Distribution("standard_gamma", (2.0,), 2, 2),
    Distribution("gamma", (2.0, 1.0), 2, 2),
    Distribution("gamma", (0.5, 1.0), 0.5, 0.5),
    Distribution("chisquare", (4.0,), 4, 8),
    Distribution("beta", (2.0, 3.0), 0.4, 0.04),
    Distribution("f", (5.0, 20.0), 10 / 9, 115 / 162),
    Distribution("standard_t", (5.0,), 0, 5 / 3),
    Distribution("dirichlet", (1.0,), 1 / ENTRIES, 4 / 150),
    Distribution("wald", (1.0, 1.0), 1, 1),
    Distribution("vonmises", (0.0, 4.0), 0, 0.29822837767374566),
    Distribution("noncentral_chisquare", (4.0, 1.0), 5, 12),
    Distribution("noncentral_f", (5.0, 20.0, 1.0), 4 / 3, 1),
    *(
        Distribution(method, parameters, mean, variance, "int64")
        for method, parameters, mean, variance in (
            ("geometric", (0.3,), 1 / 0.3, 0.7 / 0.09),
            ("poisson", (0.5,), 0.5, 0.5),
            ("poisson", (5.0,), 5, 5),
            ("poisson", (100.0,), 100, 100),
            ("binomial", (10, 0.3), 3, 2.1),
            ("binomial", (100, 0.3), 30, 21),
            ("binomial", (1000, 0.3), 300, 210),
            ("negative_binomial", (5, 0.3), 3.5 / 0.3, 3.5 / 0.09),
            ("multinomial", (100,), 20, 16),
            ("hypergeometric", (30, 40, 20), 60 / 7, 240 / 49 * 50 / 69),
            ("zipf", (3.0,), math.pi**2 / 6 / _ZETA_3, math.inf),
            (
                "logseries",
                (0.7,),
                -7 / 3 / _LOG,
                -0.7 * (0.7 + _LOG) / (0.3 * _LOG) ** 2,
            ),
        )
    ),
)
