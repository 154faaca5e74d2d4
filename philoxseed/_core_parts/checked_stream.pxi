# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: streams for those who call them by hand."""


@cython.embedsignature(False)
cdef class CheckedStream(CoreStream):
    """A CoreStream whose methods do not take one argument for another.

    Parameters go by name: NumPy's `size` comes last, TensorFlow's `shape` first. A
    uniform's limits must be in order, and a scale not negative, as NumPy wants them.
    """

    def uniform(
        self, size=None, second=None, third=None, *, low=0.0, high=1.0,
        dtype=np.float32, out=None, threads=None, minval=None, maxval=None,
    ):
        """uniform($self, size=None, *, low=0.0, high=1.0, dtype='float32',
        out=None, threads=None)\n--\n
        Draw from the uniform distribution on [low, high).

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        low, high : float, default 0.0 and 1.0
            The interval. Values are ``u * (high - low) + low``, rounded after each
            step, so that rounding can reach `high`.
        dtype : dtype, default float32
            float16, bfloat16, float32 or float64, with 10, 7, 23 and 52 random bits.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large fill, without effect on its values; by default those
            of `philoxseed.set_num_threads`.

        Returns
        -------
        ndarray or scalar
            The values; `out` if it was given.

        Raises
        ------
        TypeError
            If the dtype is none of these or not that of `out`, or a limit is not a
            real number, or not given by name.
        ValueError
            If ``low > high``, `size` is negative or does not match `out`, or `out`
            cannot be filled.

        Notes
        -----
        TensorFlow's random_distributions.h, UniformDistribution.

        Examples
        --------
        >>> px.Stream(1234).uniform(2, low=-1, high=1)
        array([-0.73905754,  0.9521892 ], dtype=float32)
        """
        if second is not None or third is not None:
            raise _by_place("uniform", f"low={low}, high={high}")
        if minval is not None or maxval is not None:
            raise _misnamed("uniform", minval=minval, maxval=maxval)
        cdef double a = _as_double(low, "low"), b = _as_double(high, "high")
        if a > b:
            raise ValueError(f"low must not be above high, got low={low}, high={high}")
        return self._draw_uniform(size, a, b, dtype, out, threads)

    def normal(
        self, size=None, second=None, third=None, *, loc=0.0, scale=1.0,
        dtype=np.float32, out=None, threads=None, mean=None, stddev=None,
    ):
        """normal($self, size=None, *, loc=0.0, scale=1.0, dtype='float32',
        out=None, threads=None)\n--\n
        Draw from the normal distribution.

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        loc, scale : float, default 0.0 and 1.0
            Mean and standard deviation. Values are ``z * scale + loc``, rounded after
            each step.
        dtype : dtype, default float32
            float16, bfloat16, float32 or float64.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large fill, without effect on its values; by default those
            of `philoxseed.set_num_threads`.

        Returns
        -------
        ndarray or scalar
            The values; `out` if it was given.

        Raises
        ------
        TypeError
            If the dtype is none of these or not that of `out`, or a parameter is not a
            real number, or not given by name.
        ValueError
            If ``scale < 0``, `size` is negative or does not match `out`, or `out`
            cannot be filled.

        Notes
        -----
        Box-Muller of TensorFlow's random_distributions.h, NormalDistribution. ``|z|``
        is at most 5.68: TensorFlow keeps the uniform under the logarithm at 1e-7.

        Examples
        --------
        >>> px.Stream(1234).normal(2, loc=5.0, dtype="float64")
        array([6.44176329, 7.04423632])
        """
        if second is not None or third is not None:
            raise _by_place("normal", f"loc={loc}, scale={scale}")
        if mean is not None or stddev is not None:
            raise _misnamed("normal", mean=mean, stddev=stddev)
        cdef double a = _as_double(loc, "loc"), b = _as_double(scale, "scale")
        if b < 0:
            raise ValueError(f"scale must not be negative, got {scale}")
        return self._draw_normal(self._normal, size, a, b, dtype, out, threads)

    def truncated_normal(
        self, size=None, second=None, third=None, *, loc=0.0, scale=1.0,
        dtype=np.float32, out=None, threads=None, mean=None, stddev=None,
    ):
        """truncated_normal($self, size=None, *, loc=0.0, scale=1.0, dtype='float32',
        out=None, threads=None)\n--\n
        Draw from the normal distribution, cut at two standard deviations.

        Normals of which ``|z| >= 2`` are dropped and drawn again. The test is made
        before rounding to a 16-bit type, in which 2.0 itself can so appear.

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        loc, scale : float, default 0.0 and 1.0
            Mean and standard deviation, before the cut.
        dtype : dtype, default float32
            float16, bfloat16, float32 or float64.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large fill, without effect on its values; by default those
            of `philoxseed.set_num_threads`.

        Returns
        -------
        ndarray or scalar
            The values; `out` if it was given.

        Raises
        ------
        TypeError, ValueError
            As `normal`.

        Notes
        -----
        TensorFlow's random_distributions.h, TruncatedNormalDistribution.

        Examples
        --------
        >>> px.Stream(1234).truncated_normal(2)
        array([-0.30200204,  1.9954948 ], dtype=float32)
        """
        if second is not None or third is not None:
            raise _by_place("truncated_normal", f"loc={loc}, scale={scale}")
        if mean is not None or stddev is not None:
            raise _misnamed("truncated_normal", mean=mean, stddev=stddev)
        cdef double a = _as_double(loc, "loc"), b = _as_double(scale, "scale")
        if b < 0:
            raise ValueError(f"scale must not be negative, got {scale}")
        return self._draw_normal(
            self._truncated_normal, size, a, b, dtype, out, threads
        )

    def integers(
        self, low=None, high=None, size=None, *,
        dtype=np.int64, out=None, threads=None, minval=None, maxval=None,
    ):
        """integers($self, low, high=None, size=None, *, dtype='int64', out=None,
        threads=None)\n--\n
        Draw integers from [low, high), or from [0, low) if `high` is None.

        Parameters
        ----------
        low, high : int
            The interval; `high` is exclusive.
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        dtype : dtype, default int64
            int32 or int64.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large fill, without effect on its values; by default those
            of `philoxseed.set_num_threads`.

        Returns
        -------
        ndarray or scalar
            The values; `out` if it was given.

        Raises
        ------
        TypeError
            If the dtype is neither or not that of `out`, or a limit is no integer.
        ValueError
            If ``low >= high``, a limit is out of bounds for the dtype, `size` is
            negative or does not match `out`, or `out` cannot be filled.

        Notes
        -----
        TensorFlow's random_distributions.h, UniformDistribution of integers: `low`
        plus 32, or 64, random bits modulo ``high - low``. The remainder favours small
        values by at most ``(high - low) / 2**32``, or ``/ 2**64``.

        Examples
        --------
        >>> px.Stream(1234).integers(0, 10, 5)
        array([0, 9, 7, 5, 4])
        """
        if minval is not None or maxval is not None:
            raise _misnamed("integers", minval=minval, maxval=maxval)
        if low is None:
            raise TypeError(
                "integers needs limits, got none: integers(high) or integers(low, high)"
            )
        return self._draw_integers(low, high, size, dtype, out, threads)


# What TensorFlow calls the parameters of its ops, and what they are called here.
cdef dict _OTHER_NAMES = {
    "minval": "low", "maxval": "high", "mean": "loc", "stddev": "scale",
}


cdef object _by_place(str method, str parameters):
    """The error for parameters without their names."""
    return TypeError(
        f"{method} takes size alone by place, and it comes first: write "
        f"{method}(size, {parameters})"
    )


def _misnamed(method, **given):
    """Return the error for TensorFlow's names of parameters."""
    names = [name for name, value in given.items() if value is not None]
    return TypeError(
        f"{method} has no {'=, '.join(names)}=: here it is "
        + " and ".join([f"{_OTHER_NAMES[name]}=" for name in names])
    )
