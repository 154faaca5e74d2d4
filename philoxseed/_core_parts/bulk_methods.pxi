# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the methods of NumPy's Generator that run on the C fills."""


cdef object _draw_floats(
    void *bits, px_distribution *d, object size, object out, object threads
):
    """As CoreBitGenerator._draw; but a single value is a float, as NumPy's is."""
    cdef section s
    cdef double f64 = 0
    cdef float f32 = 0
    cdef void *value = &f32 if d.type == PX_F32 else <void *>&f64
    if size is not None or out is not None or threads is not None:
        found = (<CoreBitGenerator>bits)._draw(
            d, _TYPE_NUMBERS[<int>d.type], size, out, threads
        )
        return float(found) if size is None and out is None else found
    if _enter(bits, &s):
        px_words_draw(&(<CoreBitGenerator>bits)._words, d, 1, value)
        _leave(&s)
    else:
        (<CoreBitGenerator>bits)._one(d, value)
    return f32 if d.type == PX_F32 else f64


cdef void _set_standard(px_distribution *d, px_kind kind, int t) noexcept:
    d[0] = px_scaled(kind, <px_type>t, 1.0, -0.0)


cdef double _in_type(double x, int t) noexcept:
    """A parameter rounded to a type; -0.0 is 0.0."""
    return (<float>x if t == PX_F32 else x) + 0.0


cdef bint _set_range(
    px_distribution *d, int number, int64_t low, int64_t end, bint closed
) noexcept:
    """Set a range that has values, all of them in the dtype; whether it is one."""
    cdef _Integer *dtype = &_integers[number]
    if not closed:
        if low >= end:
            return False
        end -= 1
    if low > end or low < dtype.smallest or (end > 0 and <uint64_t>end > dtype.largest):
        return False
    d.low = <uint64_t>low
    d.range = <uint64_t>end - <uint64_t>low + 1
    return True


cdef int _set_wide_range(
    px_distribution *d, int number, object low, object high, bint closed,
    bint one_limit, bint is_empty,
) except -1:
    """The same of any ints, or an error; where no value is drawn, no limit is wrong."""
    last = high if closed else high - 1
    smallest, largest = _integers[number].smallest, _integers[number].largest
    if is_empty and not smallest <= low <= last <= largest:
        low = last = smallest
    if low < smallest:
        raise _wrong_limits(PX_EACH_LOW, low, high, number, closed, one_limit)
    if last > largest:
        raise _wrong_limits(PX_EACH_HIGH, low, high, number, closed, one_limit)
    if low > last:
        raise _wrong_limits(PX_EACH_EMPTY, low, high, number, closed, one_limit)
    d.low = low & 0xFFFFFFFFFFFFFFFF
    d.range = (last - low + 1) & 0xFFFFFFFFFFFFFFFF
    return 0


cdef bint _is_empty(object size) except -1:
    cdef _Axes axes
    cdef int i
    _read_size(size, &axes)
    for i in range(axes.n):
        if axes.length[i] == 0:
            return True
    return False


cdef class BulkMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    The place of a generator in its stream is counted in words. Each value takes the
    next ones, a value in the first place of a result taking the first:

    =============================  ============================
    values                         words of each
    =============================  ============================
    float32                        1
    float64                        2, from an even place on
    integers, range up to 2**32    1
    integers, a larger range       2, from an even place on
    integers with arrays of limits 1, or 2 in 64-bit dtypes
    bytes                          1 for four, the low end first
    =============================  ============================

    So a loop, a batch and any number of threads draw the same numbers.
    csrc/px_philox.h says how values are made of words.
    """

    def random(self, size=None, dtype="float64", out=None, *, threads=None):
        """Draw from the uniform distribution on [0, 1).

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a float.
        dtype : dtype, default float64
            float64 or float32: multiples of 2**-53, or of 2**-24.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large draw, without effect on its values.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        TypeError
            If the dtype is neither, or not that of `out`.
        ValueError
            If `size` is negative or does not match `out`, or `out` cannot be filled.

        Examples
        --------
        >>> px.default_rng(2024).random(2)
        array([0.00735928, 0.13102613])
        """
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double u
        if size is None and _is_float64(dtype) and out is None and threads is None:
            if _enter(bits, &s):
                u = px_words_f64(&(<CoreBitGenerator>bits)._words)
                _leave(&s)
                return u
        _set_standard(&d, PX_FULL_UNIFORM, _float_type_of(dtype, "random"))
        return _draw_floats(bits, &d, size, out, threads)

    def uniform(
        self, low=0.0, high=1.0, size=None, *,
        dtype="float64", out=None, threads=None,
    ):
        """Draw from the uniform distribution on [low, high).

        Parameters
        ----------
        low, high : float or array_like of float
            The interval. Values are ``u * (high - low) + low``, rounded after each
            step, so that rounding can reach `high`.
        size, dtype, out, threads
            As `random`; without a size, that of the limits broadcast together.

        Returns
        -------
        float or ndarray
            The values; `out` if it was given.

        Raises
        ------
        OverflowError
            If ``high - low`` is not finite.
        ValueError
            If ``high - low < 0``; and as `random`.
        TypeError
            If a limit is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).uniform(-1, 1, 2)
        array([-0.98528143, -0.73794774])
        """
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double a, b, u
        cdef int t
        if (
            size is None and _is_float64(dtype) and out is None and threads is None
            and real_number(low, &a) and real_number(high, &b) and 0 <= b - a < INFINITY
            and _enter(bits, &s)
        ):
            u = px_words_f64(&(<CoreBitGenerator>bits)._words)
            _leave(&s)
            return u * (b - a) + (a + 0.0)
        t = _float_type_of(dtype, "uniform")
        low, high = _parameter(low, "low"), _parameter(high, "high")
        _set_standard(&d, PX_FULL_UNIFORM, t)
        if type(low) is not float or type(high) is not float:
            low, high = _as_array(low), _as_array(high)
            return _draw_each(
                <CoreBitGenerator>bits, &d, _TYPE_NUMBERS[t],
                (_spans(low, high, t), low), size, out, threads,
            )
        d.offset = _in_type(low, t)
        d.scale = _in_type(_in_type(high, t) - d.offset, t)
        if not 0 <= d.scale < INFINITY:
            _spans(_as_array(low), _as_array(high), t)
        return _draw_floats(bits, &d, size, out, threads)

    def standard_normal(self, size=None, dtype="float64", out=None, *, threads=None):
        """Draw from the standard normal distribution.

        By inversion: the value of which a standard normal is less with the probability
        that a word, or 64 bits, and a half are of all. Values go up to 9.16 in float64,
        6.34 in float32.

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
        >>> px.default_rng(2024).standard_normal(2).shape
        (2,)
        """
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double z
        if size is None and _is_float64(dtype) and out is None and threads is None:
            if _enter(bits, &s):
                z = px_words_standard_f64(
                    &(<CoreBitGenerator>bits)._words, PX_FULL_NORMAL
                )
                _leave(&s)
                return z
        _set_standard(&d, PX_FULL_NORMAL, _float_type_of(dtype, "standard_normal"))
        return _draw_floats(bits, &d, size, out, threads)

    def normal(
        self, loc=0.0, scale=1.0, size=None, *,
        dtype="float64", out=None, threads=None,
    ):
        """Draw from the normal distribution.

        Parameters
        ----------
        loc, scale : float or array_like of float
            Mean and standard deviation: values are ``z * scale + loc``, rounded after
            each step, with z as `standard_normal`.
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
        >>> px.default_rng(2024).normal(5.0, 2.0, 2).shape
        (2,)
        """
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double mean, factor, z
        cdef int t
        if (
            size is None and _is_float64(dtype) and out is None and threads is None
            and real_number(loc, &mean) and real_number(scale, &factor)
            and not signbit(factor) and _enter(bits, &s)
        ):
            z = px_words_standard_f64(&(<CoreBitGenerator>bits)._words, PX_FULL_NORMAL)
            _leave(&s)
            return z * factor + (mean + 0.0)
        t = _float_type_of(dtype, "normal")
        loc, scale = _parameter(loc, "loc"), _parameter(scale, "scale")
        _set_standard(&d, PX_FULL_NORMAL, t)
        if type(loc) is not float or type(scale) is not float:
            loc, scale = _as_array(loc), _as_array(scale)
            _check_scales(scale)
            return _draw_each(
                <CoreBitGenerator>bits, &d, _TYPE_NUMBERS[t], (scale, loc), size, out,
                threads,
            )
        d.offset = _in_type(loc, t)
        d.scale = scale
        if signbit(d.scale) and d.scale == d.scale:
            raise ValueError(f"scale < 0: {scale}")
        d.scale = _in_type(d.scale, t)
        return _draw_floats(bits, &d, size, out, threads)

    def standard_exponential(
        self, size=None, dtype="float64", method="inv", out=None, *, threads=None
    ):
        """Draw from the standard exponential distribution, by inversion.

        Parameters
        ----------
        size, dtype, out, threads
            As `random`.
        method : {'inv', 'zig'}, default 'inv'
            'zig' is NumPy's own ziggurat, one thread, with NumPy's stream.

        Returns
        -------
        float or ndarray
            The values, up to 45.05 in float64 and 22.87 in float32; `out` if it was
            given.

        Raises
        ------
        TypeError, ValueError
            As `random`; and for another method.

        Examples
        --------
        >>> px.default_rng(2024).standard_exponential(2).shape
        (2,)
        """
        if method == "zig":
            if threads is not None:
                _threads.checked(threads)
            numpys = _Generator.standard_exponential
            return numpys(self, size, dtype, method, out)
        if method != "inv":
            raise ValueError(f"method must be 'inv' or 'zig', got {method!r}")
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double x
        if size is None and _is_float64(dtype) and out is None and threads is None:
            if _enter(bits, &s):
                x = px_words_standard_f64(
                    &(<CoreBitGenerator>bits)._words, PX_EXPONENTIAL
                )
                _leave(&s)
                return x
        _set_standard(
            &d, PX_EXPONENTIAL, _float_type_of(dtype, "standard_exponential")
        )
        return _draw_floats(bits, &d, size, out, threads)

    def exponential(
        self, scale=1.0, size=None, *, dtype="float64", out=None, threads=None
    ):
        """Draw from the exponential distribution, by inversion.

        Parameters
        ----------
        scale : float or array_like of float
            The mean. Values are ``z * scale``, rounded after each step, with z as
            `standard_exponential`.
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
            If `scale` is not a real number; and as `random`.

        Examples
        --------
        >>> px.default_rng(2024).exponential(2.0, 2).shape
        (2,)
        """
        cdef void *bits = _bits_of(self)
        cdef px_distribution d
        cdef section s
        cdef double factor, x
        cdef int t
        if (
            size is None and _is_float64(dtype) and out is None and threads is None
            and real_number(scale, &factor) and not signbit(factor)
            and _enter(bits, &s)
        ):
            x = px_words_standard_f64(&(<CoreBitGenerator>bits)._words, PX_EXPONENTIAL)
            _leave(&s)
            return x * factor
        t = _float_type_of(dtype, "exponential")
        scale = _parameter(scale, "scale")
        _set_standard(&d, PX_EXPONENTIAL, t)
        if type(scale) is not float:
            _check_scales(scale)
            return _draw_each(
                <CoreBitGenerator>bits, &d, _TYPE_NUMBERS[t], (scale,), size, out,
                threads,
            )
        d.scale = scale
        if signbit(d.scale) and d.scale == d.scale:
            raise ValueError(f"scale < 0: {scale}")
        d.scale = _in_type(d.scale, t)
        return _draw_floats(bits, &d, size, out, threads)

    def integers(
        self, low, high=None, size=None, dtype="int64", endpoint=False, *,
        out=None, threads=None,
    ):
        """Draw integers from [low, high), or [0, low) if `high` is None, without bias.

        Values do not depend on the dtype, but where limits are arrays. A word, or pair,
        that would favour some values is replaced by one that only its place in the
        stream decides.

        Parameters
        ----------
        low, high : int or array_like of int
            The interval. With arrays, a value of a 64-bit dtype takes a pair of words
            whatever its range, others take one.
        size : int or tuple of int, optional
            The result's shape; None for a scalar, or for that of the limits broadcast
            together.
        dtype : dtype, default int64
            bool, or any integer dtype of 8 to 64 bits.
        endpoint : bool, default False
            Whether the interval includes `high`.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large draw, without effect on its values.

        Returns
        -------
        int or ndarray
            The values; `out` if it was given.

        Raises
        ------
        TypeError
            If the dtype is none of these or not that of `out`, or a limit is no
            number.
        ValueError
            If an interval is empty, or a limit is out of bounds for the dtype, the
            dtype is not in this machine's byte order, `size` is negative or does not
            match `out`, or `out` cannot be filled.

        Examples
        --------
        >>> px.default_rng(2024).integers(0, 10, 5)
        array([0, 8, 1, 2, 7])
        """
        cdef void *bits = _bits_of(self)
        cdef int number = _integer_number(dtype)
        cdef bint one_limit = high is None, closed = endpoint
        cdef px_distribution d
        cdef section s
        cdef int64_t a = 0, b = 0
        cdef uint64_t x
        d = px_unbiased(_integers[number].type, 0, 0)
        if not (
            whole_number(low, &b if one_limit else &a)
            and (one_limit or whole_number(high, &b))
            and _set_range(&d, number, a, b, closed)
        ):
            if one_limit:
                low, high = 0, low
            if np.ndim(low) > 0 or np.ndim(high) > 0:
                return _draw_each_integer(
                    <CoreBitGenerator>bits, low, high, number, closed, one_limit, size,
                    out, threads,
                )
            _set_wide_range(
                &d, number, _integer(low), _integer(high), closed, one_limit,
                _is_empty(size),
            )
        if size is None and out is None and threads is None:
            if _enter(bits, &s):
                x = d.low + px_words_below(
                    &(<CoreBitGenerator>bits)._words, d.range
                )
                _leave(&s)
            else:
                x = (<CoreBitGenerator>bits)._below(&d)
            return _integer_object(number, x, dtype)
        value = (<CoreBitGenerator>bits)._draw(
            &d, _integers[number].type_number, size, out, threads
        )
        if size is None and out is None and (dtype is int or dtype is bool):
            return dtype(value)
        return value

    def bytes(self, length):
        """Draw random bytes.

        Parameters
        ----------
        length : int

        Returns
        -------
        bytes

        Raises
        ------
        TypeError, ValueError
            If `length` is not an integer, or negative.

        Examples
        --------
        >>> len(px.default_rng(2024).bytes(4))
        4
        """
        cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(self)
        cdef cnp.ndarray words
        cdef cnp.npy_intp n = _unsigned(length, 63, "length")
        size = (n + 3) // 4
        words = bits._draw(&_WORDS, cnp.NPY_UINT32, size, None, None)
        words = (<object>words).astype("<u4", copy=False)
        return (<char *>cnp.PyArray_DATA(words))[:n]
