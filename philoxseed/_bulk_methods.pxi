# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the methods of NumPy's Generator that run on the C fills."""

cdef object _float_types = {np.dtype(np.float32): PX_F32, np.dtype(np.float64): PX_F64}

# Unbiased integers by dtype: the px_type of that width.
cdef object _integer_types = {
    np.dtype(name): t
    for t, names in (
        (PX_U8, ("bool", "int8", "uint8")),
        (PX_U16, ("int16", "uint16")),
        (PX_U32, ("int32", "uint32")),
        (PX_U64, ("int64", "uint64")),
    )
    for name in names
}


cdef int _generator_type(object dtype, object types, str method) except -1:
    dtype = np.dtype(dtype)
    t = types.get(dtype)
    if t is None and types is _integer_types and dtype.newbyteorder("=") in types:
        raise ValueError(
            f"dtype {dtype.str!r} is not in this machine's byte order: draw "
            f"{dtype.name}, and convert what was drawn by astype"
        )
    if t is None:
        raise TypeError(
            f"Unsupported dtype {dtype!r} for {method}: expected "
            + ", ".join(known.name for known in types)
        )
    return t


cdef int _generator_float(object dtype, str method) except -1:
    if dtype is _float64:
        return PX_F64
    if dtype is _float32:
        return PX_F32
    return _generator_type(dtype, _float_types, method)


cdef CoreBitGenerator _bits_of(object generator):
    """Its bit generator, which is None before __init__ has run."""
    return <CoreBitGenerator?>generator._bit_generator


cdef object _parameter(object x, str name):
    """A float, or an array of float64 with an axis, of what NumPy takes for one."""
    if isinstance(x, (float, int)):
        return _real(x, name)
    try:
        array = cnp.PyArray_FROM_OTF(
            x, cnp.NPY_DOUBLE, cnp.NPY_ARRAY_ALIGNED | cnp.NPY_ARRAY_ENSUREARRAY
        )
    except (TypeError, ValueError) as error:
        refused = TypeError if isinstance(error, TypeError) else ValueError
        raise refused(f"{name} must be a real number or an array of them: {error}")
    return array if array.ndim > 0 else _real(x, name)


cdef object _draw_floats(
    CoreBitGenerator bits, px_distribution *d, object size, object out, object threads
):
    """As CoreBitGenerator._draw; but a single value is a float, as NumPy's is."""
    cdef double f64
    cdef float f32
    cdef px_stream stream
    if size is not None or out is not None or threads is not None:
        value = bits._draw(d, _TYPE_NUMBERS[<int>d.type], size, out, threads)
        return float(value) if size is None and out is None else value
    stream = bits._reserve(1)
    if d.type == PX_F64:
        px_fill(&stream, d, 0, 1, &f64)
        return f64
    px_fill(&stream, d, 0, 1, &f32)
    return f32


cdef tuple _broadcast(tuple a, tuple b):
    """The shape of two shapes; as np.broadcast_shapes, but for up to 64 axes."""
    cdef tuple longer = a if len(a) >= len(b) else b
    cdef tuple padded = (1,) * abs(len(a) - len(b)) + (b if longer is a else a)
    if any([m != n and m != 1 and n != 1 for m, n in zip(longer, padded)]):
        raise ValueError(f"shape mismatch: {a} and {b} cannot be broadcast together")
    return tuple([n if m == 1 else m for m, n in zip(longer, padded)])


cdef object _draw_affine(
    object generator, px_kind kind, int t, object offset, object scale, object size,
    object out, object threads,
):
    """Standard values times an array, plus an array or None, rounded after each."""
    cdef px_distribution d
    shape = np.shape(scale)
    if offset is not None:
        shape = _broadcast(np.shape(offset), shape)
    size = _shape(size)
    target = None if out is None else _shared(out)
    if target is not None:
        # The parameters are read after the first values are written.
        if np.may_share_memory(target, scale):
            scale = scale.copy()
        if offset is not None and np.may_share_memory(target, offset):
            offset = offset.copy()
        if size is None:
            size = target.shape
    if size is not None:
        size = size if isinstance(size, tuple) else (size,)
        if _broadcast(shape, size) != size:
            raise ValueError(
                f"Output size {size} is not compatible with broadcast dimensions of "
                f"inputs {shape}."
            )
        shape = size
    d.kind = kind
    d.type = <px_type>t
    d.scale = 1.0
    d.offset = -0.0
    values = _bits_of(generator)._draw(&d, _TYPE_NUMBERS[t], shape, target, threads)
    with np.errstate(all="ignore"):
        values *= scale
        if offset is not None:
            # So that no -0.0 is left of a scale of 0.
            values += 0.0
            values += offset
    return values if out is None else out


cdef object _in_type(object x, int t):
    """A parameter rounded to a type."""
    with np.errstate(all="ignore"):
        return np.asarray(x).astype(_DTYPES[t], copy=False)


cdef object _checked_span(object low, object high, int t):
    """high - low, which must be finite and not negative, as NumPy wants it."""
    with np.errstate(all="ignore"):
        span = np.asarray(_in_type(high, t) - _in_type(low, t))
    if not np.isfinite(span).all():
        raise OverflowError(
            f"high - low range exceeds valid bounds: low is {low}, high is {high}"
        )
    if (span < 0).any():
        raise ValueError(f"high - low < 0: low is {low}, high is {high}")
    return span


cdef int _check_scale(object scale) except -1:
    """That no scale is negative; NumPy lets NaN pass, of either sign."""
    if (np.signbit(scale) & ~np.isnan(scale)).any():
        raise ValueError(f"scale < 0: {scale}")
    return 0


cdef object _integer(object x):
    """As NumPy takes limits: fractions are cut off."""
    try:
        return operator.index(x)
    except TypeError:
        return int(x)


cdef bint _is_empty(object size) except -1:
    return size is not None and np.empty(size, bool).size == 0


cdef tuple _limits(int type_number):
    """The smallest and the largest value of an integer dtype, or bool."""
    if type_number == cnp.NPY_INT64:
        return -0x8000000000000000, 0x7FFFFFFFFFFFFFFF
    if type_number == cnp.NPY_BOOL:
        return 0, 1
    info = np.iinfo(cnp.PyArray_DescrFromType(type_number))
    return info.min, info.max


class BulkMethods:
    """A mixin for a numpy.random.Generator on a CoreBitGenerator.

    Each call starts at a whole block: the words that are left of a half-used one are
    dropped, so ``random(3)`` and ``random(5)`` are not ``random(8)``. It advances by
    the blocks that its values take, a value in the first place of the result taking the
    first words, and so on:

    ===========================  ============================
    values                       words of each
    ===========================  ============================
    float32                      1 (normals: 2 for two)
    float64                      2 (normals: 4 for two)
    integers, range up to 2**32  1
    integers, a larger range     2
    bytes                        1 for four, the low end first
    ===========================  ============================

    csrc/px_philox.h says how values are made of words. They do not depend on the number
    of threads, on the machine or on `size` being cut in pieces of whole blocks.
    """

    __slots__ = ()

    def random(self, size=None, dtype=np.float64, out=None, *, threads=None):
        """Draw from the uniform distribution on [0, 1).

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a float.
        dtype : dtype, default float64
            float64 or float32: multiples of 2**-52, or of 2**-23.
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
        """
        cdef px_distribution d
        d.kind = PX_UNIFORM
        d.type = <px_type>_generator_float(dtype, "random")
        d.scale = 1.0
        d.offset = -0.0
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def uniform(
        self, low=0.0, high=1.0, size=None, *,
        dtype=np.float64, out=None, threads=None,
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
        """
        cdef px_distribution d
        cdef int t = _generator_float(dtype, "uniform")
        low, high = _parameter(low, "low"), _parameter(high, "high")
        if type(low) is not float or type(high) is not float:
            span = _checked_span(low, high, t)
            low = _in_type(low, t)
            return _draw_affine(self, PX_UNIFORM, t, low, span, size, out, threads)
        _set_uniform(&d, t, low, high)
        d.offset += 0.0
        if not 0 <= d.scale < INFINITY:
            _checked_span(low, high, t)
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def standard_normal(self, size=None, dtype=np.float64, out=None, *, threads=None):
        """Draw from the standard normal distribution.

        Box-Muller with full tails: values go up to 8.49 in float64, 6.66 in float32.

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
        """
        cdef px_distribution d
        d.kind = PX_FULL_NORMAL
        d.type = <px_type>_generator_float(dtype, "standard_normal")
        d.scale = 1.0
        d.offset = -0.0
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def normal(
        self, loc=0.0, scale=1.0, size=None, *,
        dtype=np.float64, out=None, threads=None,
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
        """
        cdef px_distribution d
        cdef int t = _generator_float(dtype, "normal")
        loc, scale = _parameter(loc, "loc"), _parameter(scale, "scale")
        if type(loc) is not float or type(scale) is not float:
            _check_scale(scale)
            loc, scale = _in_type(loc, t), _in_type(scale, t)
            return _draw_affine(self, PX_FULL_NORMAL, t, loc, scale, size, out, threads)
        _set_normal(&d, PX_FULL_NORMAL, t, loc, scale)
        # A scale of 0 leaves no -0.0.
        d.offset += 0.0
        if signbit(d.scale) and d.scale == d.scale:
            raise ValueError(f"scale < 0: {scale}")
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def standard_exponential(
        self, size=None, dtype=np.float64, method="inv", out=None, *, threads=None
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
            The values, up to 36.05 in float64 and 22.19 in float32; `out` if it was
            given.

        Raises
        ------
        TypeError, ValueError
            As `random`; and for another method.
        """
        if method == "zig":
            if threads is not None:
                _threads.checked(threads)
            numpys = _Generator.standard_exponential
            return numpys(self, size, dtype, method, out)
        if method != "inv":
            raise ValueError(f"method must be 'inv' or 'zig', got {method!r}")
        cdef px_distribution d
        d.kind = PX_EXPONENTIAL
        d.type = <px_type>_generator_float(dtype, "standard_exponential")
        d.scale = 1.0
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def exponential(
        self, scale=1.0, size=None, *, dtype=np.float64, out=None, threads=None
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
        """
        cdef px_distribution d
        d.kind = PX_EXPONENTIAL
        d.type = <px_type>_generator_float(dtype, "exponential")
        scale = _parameter(scale, "scale")
        if type(scale) is not float:
            _check_scale(scale)
            scale = _in_type(scale, d.type)
            return _draw_affine(
                self, PX_EXPONENTIAL, d.type, None, scale, size, out, threads
            )
        d.scale = _rounded(scale, d.type, "scale")
        if signbit(d.scale) and d.scale == d.scale:
            raise ValueError(f"scale < 0: {scale}")
        return _draw_floats(_bits_of(self), &d, size, out, threads)

    def integers(
        self, low, high=None, size=None, dtype=np.int64, endpoint=False, *,
        out=None, threads=None,
    ):
        """Draw integers from [low, high), or [0, low) if `high` is None, without bias.

        Values do not depend on the dtype. A word that would favour some values is
        replaced by one that only its place in the stream decides.

        Parameters
        ----------
        low, high : int or array_like of int
            The interval. Arrays are left to NumPy, whose stream that is.
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
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
            number; or `out` or `threads` go with arrays of limits.
        ValueError
            If the interval is empty, or a limit is out of bounds for the dtype,
            `size` is negative or does not match `out`, or `out` cannot be filled.
        """
        cdef px_distribution d
        cdef CoreBitGenerator bits = _bits_of(self)
        cdef int type_number = cnp.NPY_INT64
        cdef int64_t a = 0, b = 0
        d.kind = PX_UNBIASED
        d.type = PX_U64
        cdef bint one_limit = high is None
        if one_limit:
            low, high = 0, low
        if dtype is not _int64:
            d.type = <px_type>_generator_type(dtype, _integer_types, "integers")
            type_number = np.dtype(dtype).num
        elif _is_small_int(low, &a) and _is_small_int(high, &b) and a < b:
            # What is asked for most, without Python's arithmetic.
            d.low = <uint64_t>a
            d.range = <uint64_t>b - <uint64_t>a
            if endpoint:
                d.range += 1
            return bits._draw(&d, type_number, size, out, threads)
        if np.ndim(low) > 0 or np.ndim(high) > 0:
            if out is not None or threads is not None:
                raise TypeError("out and threads need a single low and a single high")
            numpys = _Generator.integers
            return numpys(self, low, high, size, dtype, endpoint)
        low, high = _integer(low), _integer(high)
        last = high if endpoint else high - 1
        smallest, largest = _limits(type_number)
        if not smallest <= low <= last <= largest and _is_empty(size):
            low = last = smallest
        if low < smallest:
            raise ValueError(f"low is out of bounds for {np.dtype(dtype)}: {low}")
        if last > largest:
            raise ValueError(f"high is out of bounds for {np.dtype(dtype)}: {high}")
        if low > last:
            if one_limit:
                raise ValueError(f"high {'<' if endpoint else '<='} 0: {high}")
            sign = ">" if endpoint else ">="
            raise ValueError(f"low {sign} high: {low} {sign} {high}")
        d.low = low & 0xFFFFFFFFFFFFFFFF
        d.range = (last - low + 1) & 0xFFFFFFFFFFFFFFFF
        value = bits._draw(&d, type_number, size, out, threads)
        # NumPy gives Python's own types where they were asked for.
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
        """
        cdef CoreBitGenerator bits = _bits_of(self)
        length = _unsigned(length, 63, "length")
        size = (length + 3) // 4
        words = bits._draw(&_WORDS, cnp.NPY_UINT32, size, None, None)
        return words.astype("<u4", copy=False).tobytes()[:length]
