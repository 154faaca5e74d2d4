# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Distributions of one uniform, or one normal, for each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from philoxseed._core import Family

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike


def _check_triangle(left: Any, mode: Any, right: Any) -> None:
    for wrong, words in (
        (left > mode, "left > mode"),
        (mode > right, "mode > right"),
        (left == right, "left == right"),
    ):
        if wrong if isinstance(wrong, bool) else wrong.any():
            raise ValueError(
                f"{words}: left must be at most mode, that at most right, and right "
                f"more than left, got {left}, {mode} and {right}"
            )


_LOGNORMAL = Family("lognormal", ("mean", "any"), ("sigma", "non-negative"))
_LAPLACE = Family("laplace", ("loc", "any"), ("scale", "non-negative"))
_LOGISTIC = Family("logistic", ("loc", "any"), ("scale", "non-negative"))
_GUMBEL = Family("gumbel", ("loc", "any"), ("scale", "non-negative"))
_RAYLEIGH = Family("rayleigh", ("scale", "non-negative"))
_WEIBULL = Family("weibull", ("a", "non-negative"))
_PARETO = Family("pareto", ("a", "positive"))
_POWER = Family("power", ("a", "positive"))
_STANDARD_CAUCHY = Family("standard_cauchy")
_TRIANGULAR = Family(
    "triangular", ("left", "any"), ("mode", "any"), ("right", "any"),
    check=_check_triangle,
)  # fmt: skip
_GEOMETRIC = Family("geometric", ("p", "positive probability"))


class TransformMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    Each value takes a pair of words, in float32 too: those are the values of float64,
    rounded.
    """

    __slots__ = ()

    def lognormal(
        self,
        mean: float | ArrayLike = 0.0,
        sigma: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the log-normal distribution.

        Parameters
        ----------
        mean, sigma : float or array_like of float
            Mean and standard deviation of the logarithm.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``sigma < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).lognormal(5.0, 0.5, 2).shape
        (2,)
        """
        return _LOGNORMAL.draw(self, size, dtype, out, threads, mean, sigma)

    def laplace(
        self,
        loc: float | ArrayLike = 0.0,
        scale: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Laplace distribution.

        Parameters
        ----------
        loc, scale : float or array_like of float
            The mean, and the mean distance from it.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``scale < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).laplace(5.0, 2.0, 2).shape
        (2,)
        """
        return _LAPLACE.draw(self, size, dtype, out, threads, loc, scale)

    def logistic(
        self,
        loc: float | ArrayLike = 0.0,
        scale: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the logistic distribution.

        Parameters
        ----------
        loc, scale : float or array_like of float
            Mean and scale.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``scale < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).logistic(5.0, 2.0, 2).shape
        (2,)
        """
        return _LOGISTIC.draw(self, size, dtype, out, threads, loc, scale)

    def gumbel(
        self,
        loc: float | ArrayLike = 0.0,
        scale: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Gumbel distribution.

        Parameters
        ----------
        loc, scale : float or array_like of float
            Mode and scale.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``scale < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).gumbel(5.0, 2.0, 2).shape
        (2,)
        """
        return _GUMBEL.draw(self, size, dtype, out, threads, loc, scale)

    def rayleigh(
        self,
        scale: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Rayleigh distribution.

        Parameters
        ----------
        scale : float or array_like of float
            The mode.
        size, dtype, out, threads
            As `random`; without a size, that of `scale`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``scale < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).rayleigh(2.0, 2).shape
        (2,)
        """
        return _RAYLEIGH.draw(self, size, dtype, out, threads, scale)

    def weibull(
        self,
        a: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Weibull distribution.

        Parameters
        ----------
        a : float or array_like of float
            The shape. The scale is 1.
        size, dtype, out, threads
            As `random`; without a size, that of `a`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``a < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).weibull(1.5, 2).shape
        (2,)
        """
        return _WEIBULL.draw(self, size, dtype, out, threads, a)

    def pareto(
        self,
        a: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Pareto distribution.

        Parameters
        ----------
        a : float or array_like of float
            The shape. Values start at 0, as NumPy's: it is the Lomax distribution.
        size, dtype, out, threads
            As `random`; without a size, that of `a`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``a <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).pareto(3.0, 2).shape
        (2,)
        """
        return _PARETO.draw(self, size, dtype, out, threads, a)

    def power(
        self,
        a: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the power function distribution.

        Parameters
        ----------
        a : float or array_like of float
            The density is ``a x**(a - 1)`` on [0, 1].
        size, dtype, out, threads
            As `random`; without a size, that of `a`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``a <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).power(3.0, 2).shape
        (2,)
        """
        return _POWER.draw(self, size, dtype, out, threads, a)

    def standard_cauchy(
        self,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the standard Cauchy distribution.

        Parameters
        ----------
        size, dtype, out, threads
            As `random`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        TypeError, ValueError
            As `random`.

        Examples
        --------
        >>> px.default_rng(2024).standard_cauchy(2).shape
        (2,)
        """
        return _STANDARD_CAUCHY.draw(self, size, dtype, out, threads)

    def triangular(
        self,
        left: float | ArrayLike,
        mode: float | ArrayLike,
        right: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the triangular distribution.

        Parameters
        ----------
        left, mode, right : float or array_like of float
            The ends, and where the density is largest.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If not ``left <= mode <= right`` and ``left < right``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).triangular(0.0, 1.0, 4.0, 2).shape
        (2,)
        """
        return _TRIANGULAR.draw(self, size, dtype, out, threads, left, mode, right)

    def geometric(
        self,
        p: float | ArrayLike,
        size: Any = None,
        *,
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the geometric distribution.

        How often it is tried until the first success: 1 and more.

        Parameters
        ----------
        p : float or array_like of float
            The probability of success.
        size, out, threads
            As `random`; without a size, that of `p`.

        Returns
        -------
        int or ndarray of int64
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``p <= 0`` or ``p > 1``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).geometric(0.25, 2).shape
        (2,)
        """
        return _GEOMETRIC.draw(self, size, None, out, threads, p)
