# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Gamma variates, and what is made of them, or of a block as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from philoxseed._core import Family, draw_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike

_GAMMA = Family("gamma", ("shape", "non-negative"), ("scale", "non-negative"))
_CHISQUARE = Family("chisquare", ("df", "positive"))
_BETA = Family("beta", ("a", "positive"), ("b", "positive"))
_F = Family("f", ("dfnum", "positive"), ("dfden", "positive"))
_STANDARD_T = Family("standard_t", ("df", "positive"))
_WALD = Family("wald", ("mean", "positive"), ("scale", "positive"))
_VONMISES = Family("vonmises", ("mu", "any"), ("kappa", "non-negative"))
_NONCENTRAL_CHISQUARE = Family(
    "noncentral_chisquare", ("df", "positive"), ("nonc", "non-negative")
)
_NONCENTRAL_F = Family(
    "noncentral_f",
    ("dfnum", "positive"),
    ("dfden", "positive"),
    ("nonc", "non-negative"),
)


class GammaMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    Each value takes a block of words, in float32 too: those are the values of float64,
    rounded.
    """

    __slots__ = ()

    def standard_gamma(
        self,
        shape: float | ArrayLike,
        size: Any = None,
        dtype: DTypeLike = "float64",
        out: Any = None,
        *,
        threads: int | None = None,
    ) -> Any:
        """Draw from the standard gamma distribution.

        Parameters
        ----------
        shape : float or array_like of float
            The shape. The scale is 1.
        size, dtype, out, threads
            As `random`; without a size, that of `shape`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``shape < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).standard_gamma(2.0, 2).shape
        (2,)
        """
        return _GAMMA.draw(self, size, dtype, out, threads, shape, 1.0)

    def gamma(
        self,
        shape: float | ArrayLike,
        scale: float | ArrayLike = 1.0,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the gamma distribution.

        Parameters
        ----------
        shape, scale : float or array_like of float
            Values are those of `standard_gamma` times the scale.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``shape < 0`` or ``scale < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).gamma(2.0, 3.0, 2).shape
        (2,)
        """
        return _GAMMA.draw(self, size, dtype, out, threads, shape, scale)

    def chisquare(
        self,
        df: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the chi-square distribution.

        Parameters
        ----------
        df : float or array_like of float
            Degrees of freedom.
        size, dtype, out, threads
            As `random`; without a size, that of `df`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``df <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).chisquare(4.0, 2).shape
        (2,)
        """
        return _CHISQUARE.draw(self, size, dtype, out, threads, df)

    def beta(
        self,
        a: float | ArrayLike,
        b: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the beta distribution.

        Parameters
        ----------
        a, b : float or array_like of float
            The shapes.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``a <= 0`` or ``b <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).beta(2.0, 3.0, 2).shape
        (2,)
        """
        return _BETA.draw(self, size, dtype, out, threads, a, b)

    def f(
        self,
        dfnum: float | ArrayLike,
        dfden: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the F distribution.

        Parameters
        ----------
        dfnum, dfden : float or array_like of float
            Degrees of freedom of the numerator and of the denominator.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``dfnum <= 0`` or ``dfden <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).f(2.0, 30.0, 2).shape
        (2,)
        """
        return _F.draw(self, size, dtype, out, threads, dfnum, dfden)

    def standard_t(
        self,
        df: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the standard Student's t distribution.

        Parameters
        ----------
        df : float or array_like of float
            Degrees of freedom.
        size, dtype, out, threads
            As `random`; without a size, that of `df`.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``df <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).standard_t(5.0, 2).shape
        (2,)
        """
        return _STANDARD_T.draw(self, size, dtype, out, threads, df)

    def wald(
        self,
        mean: float | ArrayLike,
        scale: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Wald, or inverse Gaussian, distribution.

        Parameters
        ----------
        mean, scale : float or array_like of float
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
            If ``mean <= 0`` or ``scale <= 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).wald(3.0, 2.0, 2).shape
        (2,)
        """
        return _WALD.draw(self, size, dtype, out, threads, mean, scale)

    def vonmises(
        self,
        mu: float | ArrayLike,
        kappa: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the von Mises distribution.

        Angles from -pi to pi.

        Parameters
        ----------
        mu, kappa : float or array_like of float
            Mode and concentration.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``kappa < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).vonmises(0.0, 4.0, 2).shape
        (2,)
        """
        return _VONMISES.draw(self, size, dtype, out, threads, mu, kappa)

    def noncentral_chisquare(
        self,
        df: float | ArrayLike,
        nonc: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the noncentral chi-square distribution.

        Parameters
        ----------
        df, nonc : float or array_like of float
            Degrees of freedom, and the noncentrality.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``df <= 0`` or ``nonc < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).noncentral_chisquare(3.0, 20.0, 2).shape
        (2,)
        """
        return _NONCENTRAL_CHISQUARE.draw(self, size, dtype, out, threads, df, nonc)

    def noncentral_f(
        self,
        dfnum: float | ArrayLike,
        dfden: float | ArrayLike,
        nonc: float | ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the noncentral F distribution.

        Parameters
        ----------
        dfnum, dfden : float or array_like of float
            Degrees of freedom of the numerator and of the denominator.
        nonc : float or array_like of float
            The noncentrality of the numerator.
        size, dtype, out, threads
            As `random`; without a size, that of the parameters broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        ValueError
            If ``dfnum <= 0``, ``dfden <= 0`` or ``nonc < 0``; and as `random`.
        TypeError
            If a parameter is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).noncentral_f(3.0, 20.0, 3.0, 2).shape
        (2,)
        """
        return _NONCENTRAL_F.draw(self, size, dtype, out, threads, dfnum, dfden, nonc)

    def dirichlet(
        self,
        alpha: ArrayLike,
        size: Any = None,
        *,
        dtype: DTypeLike = "float64",
        out: Any = None,
        threads: int | None = None,
    ) -> Any:
        """Draw from the Dirichlet distribution.

        Parameters
        ----------
        alpha : array_like of float
            The shapes, along one axis; each row has an entry for each.
        size : int or tuple of int, optional
            The shape of the rows; None for one row.
        dtype, out, threads
            As `random`; `out` has the entries of a row along its last axis.

        Returns
        -------
        ndarray
            Rows that add up to 1; `out` if it was given.

        Raises
        ------
        ValueError
            If a shape is negative, or `alpha` has not one axis; and as `random`.
        TypeError
            If a shape is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).dirichlet([2.0, 3.0, 4.0], 2).shape
        (2, 3)
        """
        return draw_rows(self, alpha, size, dtype, out, threads)
