# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Discrete distributions: each value takes a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from philoxseed._core import Family, draw_multinomial

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# NumPy's limits: 10 standard deviations more are an int64; the numbers in an urn.
_LARGEST_MEAN = (2**63 - 1) - (2**63 - 1) ** 0.5 * 10
_LARGEST_URN = 10**9


def _check_mean(n: Any, p: Any) -> None:
    """Refuse what Poisson variates beyond int64 could come of."""
    with np.errstate(all="ignore"):
        mean = np.asarray((1.0 - p) * (n + 10.0 * np.sqrt(n)) / p)
    if not (mean <= _LARGEST_MEAN).all():
        raise ValueError(
            f"n too large or p too small: (1 - p) (n + 10 sqrt(n)) / p must be at most "
            f"{_LARGEST_MEAN:.17g}, got n = {n}, p = {p}"
        )


def _check_urn(ngood: Any, nbad: Any, nsample: Any) -> None:
    for name, count in (("ngood", ngood), ("nbad", nbad)):
        if np.any(np.asarray(count) >= _LARGEST_URN):
            raise ValueError(
                f"both ngood and nbad must be less than {_LARGEST_URN}, got {name} = "
                f"{count}"
            )
    if np.any(np.add(ngood, nbad) < np.asarray(nsample)):
        raise ValueError(
            f"ngood + nbad < nsample: {ngood} + {nbad} < {nsample}, so that some could "
            "not be taken"
        )


_POISSON = Family("poisson", ("lam", "mean"))
_BINOMIAL = Family("binomial", ("n", "count"), ("p", "probability"))
_NEGATIVE_BINOMIAL = Family(
    "negative_binomial",
    ("n", "positive number"),
    ("p", "positive probability"),
    check=_check_mean,
)
_HYPERGEOMETRIC = Family(
    "hypergeometric",
    ("ngood", "count"),
    ("nbad", "count"),
    ("nsample", "count"),
    check=_check_urn,
)
_ZIPF = Family("zipf", ("a", "above one"))
_LOGSERIES = Family("logseries", ("p", "below one"))


class DiscreteMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator."""

    __slots__ = ()

    def poisson(
        self,
        lam: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Poisson distribution.

        By inversion where the mean is below 10, by transformed rejection above.

        Parameters
        ----------
        lam : float or array_like of float
            The mean.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``lam < 0``, or lam is NaN or above 9.223372006484771e18; and as
            `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).poisson(3.5, 2).shape
        (2,)
        """
        return _POISSON.draw(self, size, None, out, threads, lam)

    def binomial(
        self,
        n: int | ArrayLike,
        p: float | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the binomial distribution.

        By inversion where ``n p`` or ``n (1 - p)`` is below 10, by transformed
        rejection above.

        Parameters
        ----------
        n : int or array_like of int
            The trials. Floats are truncated.
        p : float or array_like of float
            The probability of success.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``n < 0``, ``p < 0``, ``p > 1`` or p is NaN; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).binomial(10, 0.3, 2).shape
        (2,)
        """
        return _BINOMIAL.draw(self, size, None, out, threads, n, p)

    def negative_binomial(
        self,
        n: float | ArrayLike,
        p: float | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the negative binomial distribution.

        Poisson variates whose means are gamma variates.

        Parameters
        ----------
        n : float or array_like of float
            The successes.
        p : float or array_like of float
            The probability of success. Values are failures before so many successes.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``n <= 0``, ``p <= 0``, ``p > 1``, one is NaN, or values may be
            beyond int64; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).negative_binomial(5, 0.3, 2).shape
        (2,)
        """
        return _NEGATIVE_BINOMIAL.draw(self, size, None, out, threads, n, p)

    def hypergeometric(
        self,
        ngood: int | ArrayLike,
        nbad: int | ArrayLike,
        nsample: int | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the hypergeometric distribution.

        By inversion where the mean is below 10, by the ratio of uniforms above, the
        rarer kind being counted in the smaller part.

        Parameters
        ----------
        ngood, nbad : int or array_like of int
            The good ones and the others in an urn, each less than 10**9. Floats are
            truncated.
        nsample : int or array_like of int
            How many are taken. Values are the good ones of them.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If a number is negative, ``ngood + nbad < nsample``, or the urn holds
            10**9 or more of a kind; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).hypergeometric(15, 20, 10, 2).shape
        (2,)
        """
        return _HYPERGEOMETRIC.draw(
            self, size, None, out, threads, ngood, nbad, nsample
        )

    def zipf(
        self,
        a: float | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from Zipf's distribution.

        By rejection; values are below 2**63.

        Parameters
        ----------
        a : float or array_like of float
            The exponent: probabilities fall as ``k**-a``.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``a <= 1`` or a is NaN; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).zipf(2.0, 2).shape
        (2,)
        """
        return _ZIPF.draw(self, size, None, out, threads, a)

    def logseries(
        self,
        p: float | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the logarithmic series distribution.

        Parameters
        ----------
        p : float or array_like of float
            The parameter: probabilities fall as ``p**k / k``.
        size, threads
            As `random`; without a size, that of the parameters broadcast together.
        out : ndarray of int64, optional
            As `random`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``p < 0``, ``p >= 1`` or p is NaN; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).logseries(0.5, 2).shape
        (2,)
        """
        return _LOGSERIES.draw(self, size, None, out, threads, p)

    def multinomial(
        self,
        n: int | ArrayLike,
        pvals: ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the multinomial distribution.

        Each count of a row has its place, and is drawn by `binomial` from the trials
        and the probability that are left; the last is what is left.

        Parameters
        ----------
        n : int or array_like of int
            The trials. Floats are truncated.
        pvals : array_like of float
            The probabilities, along the last axis. The last of them counts as what the
            others leave.
        size, threads
            As `random`, the size of rows; without one, that of n and the rows of pvals
            broadcast together.
        out : ndarray of int64, optional
            As `random`; its last axis has the counts of a row.

        Returns
        -------
        ndarray of int64
            The counts; `out` if it was given.

        Raises
        ------
        ValueError
            If ``n < 0``, a probability is negative, above 1 or NaN, those before the
            last are more than 1 together, or shapes do not fit; and as `random`.
        TypeError
            If a parameter is not a number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).multinomial(20, [0.5, 0.3, 0.2], 4).sum(axis=1)
        array([20, 20, 20, 20])
        """
        return draw_multinomial(self, n, pvals, size, out, threads)
