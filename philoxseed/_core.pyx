# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3, boundscheck=False, wraparound=False
# cython: freethreading_compatible=True
"""Streams of Philox4x32-10 words as NumPy arrays.

This floor checks arguments, makes arrays, advances counters and calls the C fills
without the GIL. It knows keys and counters; what graph seeds, op seeds and sessions
are is the business of the Python modules above it.
"""

cimport cython
cimport numpy as cnp
from libc.stdint cimport int64_t, uint64_t

import operator

import numpy as np

from philoxseed import _threads

cdef extern from "px_philox.h" nogil:
    ctypedef struct px_counter:
        uint64_t lo
        uint64_t hi

    ctypedef struct px_stream:
        uint64_t key
        px_counter counter

    ctypedef enum px_kind:
        PX_BITS
        PX_UNIFORM
        PX_INTEGERS
        PX_NORMAL
        PX_TRUNCATED_NORMAL
        PX_NORMAL_1_0
        PX_TRUNCATED_NORMAL_1_0

    ctypedef enum px_type:
        PX_U32
        PX_U64
        PX_I32
        PX_I64
        PX_F16
        PX_BF16
        PX_F32
        PX_F64
        PX_TYPES

    ctypedef struct px_distribution:
        px_kind kind
        px_type type
        double scale
        double offset
        uint64_t low
        uint64_t range

    int px_fill(const px_stream *stream, const px_distribution *distribution,
                uint64_t first, size_t n, void *out)
    size_t px_search(const px_stream *start, uint64_t step, size_t n,
                     const px_distribution *distribution, uint64_t first,
                     size_t n_values, const void *low, const void *high,
                     uint64_t *hits)
    void px_permutation(const px_stream *stream, size_t n, int64_t *out)
    px_counter px_counter_add(px_counter counter, uint64_t blocks)
    const char *px_simd_available(size_t index)
    const char *px_simd_active()
    int px_simd_force(const char *name)

cnp.import_array()

# A fill of up to this many elements keeps the GIL: letting it go costs more.
cdef enum:
    SMALL_FILL = 512

# A fill of this many elements may be cut for several threads.
cdef cnp.npy_intp _LARGE_FILL = 2 * _threads.MIN_PIECE

cdef object _float32 = np.float32
cdef object _float64 = np.float64
cdef object _int64 = np.int64
cdef object _uint32 = np.uint32

# By px_type.
cdef tuple _DTYPES = (
    np.dtype(np.uint32), np.dtype(np.uint64), np.dtype(np.int32), np.dtype(np.int64),
    np.dtype(np.float16), None, np.dtype(np.float32), np.dtype(np.float64),
)
cdef int[8] _TYPE_NUMBERS = [
    cnp.NPY_UINT32, cnp.NPY_UINT64, cnp.NPY_INT32, cnp.NPY_INT64,
    cnp.NPY_FLOAT16, -1, cnp.NPY_FLOAT32, cnp.NPY_FLOAT64,
]


cdef int _type_of(object dtype, int first, int last, str method) except -1:
    """The px_type of a dtype, which must be one of px_types first .. last."""
    cdef int t
    is_name = isinstance(dtype, str) and dtype == "bfloat16"
    dt = bfloat16() if is_name else np.dtype(dtype)
    for t in range(first, last + 1):
        if dt == _DTYPES[t] if t != PX_BF16 else dt.name == "bfloat16":
            return t
    names = [
        "bfloat16" if t == PX_BF16 else _DTYPES[t].name for t in range(first, last + 1)
    ]
    raise TypeError(
        f"Unsupported dtype {dt!r} for {method}: expected {', '.join(names)}"
    )


cdef int _float_type(object dtype, str method) except -1:
    if dtype is _float32:
        return PX_F32
    if dtype is _float64:
        return PX_F64
    return _type_of(dtype, PX_F16, PX_F64, method)


def bfloat16():
    """The NumPy dtype bfloat16, which the package ml_dtypes brings."""
    try:
        import ml_dtypes
    except ImportError:
        raise ImportError(
            "bfloat16 needs the package ml_dtypes: pip install philoxseed[bfloat16]"
        ) from None
    return np.dtype(ml_dtypes.bfloat16)


cdef object _dtype_of(int t):
    return bfloat16() if t == PX_BF16 else _DTYPES[t]


cdef double _rounded(object x, int t) except? -1.0:
    """A real number rounded to a float type."""
    if t == PX_F64:
        return x
    if t == PX_F32:
        return <float><double>x
    return _dtype_of(t).type(x)


cdef int _set_uniform(px_distribution *d, int t, object low, object high) except -1:
    d.kind = PX_UNIFORM
    d.type = <px_type>t
    d.offset = _rounded(low, t)
    d.scale = _rounded(high, t) - d.offset
    if t != PX_F64:
        d.scale = _rounded(d.scale, t)
    if d.offset == 0:
        d.offset = -0.0
    return 0


cdef int _set_normal(
    px_distribution *d, px_kind kind, int t, object offset, object scale
) except -1:
    d.kind = kind
    d.type = <px_type>t
    d.scale = _rounded(scale, t)
    d.offset = _rounded(offset, t)
    if d.offset == 0:
        d.offset = -0.0
    return 0


cdef int _set_integers(px_distribution *d, int t, object low, object high) except -1:
    d.kind = PX_INTEGERS
    d.type = <px_type>t
    low, high = operator.index(low), operator.index(high)
    cdef object bits = 64 if t == PX_I64 else 32
    if low < -(1 << bits - 1):
        raise ValueError(f"low is out of bounds for int{bits}: {low}")
    if high > 1 << bits - 1:
        raise ValueError(f"high is out of bounds for int{bits}: {high}")
    if low >= high:
        raise ValueError(f"low >= high: {low} >= {high}")
    d.low = low & 0xFFFFFFFFFFFFFFFF
    # All values of the dtype are a range of 0 to the kernel.
    d.range = (high - low) & ((1 << bits) - 1)
    return 0


cdef cnp.ndarray _new_array(object size, int t):
    cdef cnp.npy_intp[1] dims
    if t == PX_BF16:
        return np.empty(() if size is None else size, _dtype_of(t))
    if size is None:
        return cnp.PyArray_EMPTY(0, dims, _TYPE_NUMBERS[t], 0)
    if type(size) is int:
        try:
            dims[0] = size
        except OverflowError:
            dims[0] = -1
        if dims[0] >= 0:
            return cnp.PyArray_EMPTY(1, dims, _TYPE_NUMBERS[t], 0)
    return np.empty(size, _DTYPES[t])


cdef cnp.ndarray _checked_out(object out, object size, int t):
    """`out`, if elements of a type may be written to it in order."""
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out must be a numpy.ndarray, not {_type_name(out)}")
    cdef cnp.ndarray array = out
    cdef bint same_type = cnp.PyArray_TYPE(array) == _TYPE_NUMBERS[t]
    if not (same_type and cnp.PyArray_ISNOTSWAPPED(array)):
        dtype = _dtype_of(t)
        if out.dtype != dtype:
            raise TypeError(
                f"Supplied output array has the wrong type. Expected {dtype.name}, "
                f"got {out.dtype.name}"
            )
    if not cnp.PyArray_ISCARRAY(array):
        raise ValueError(
            "Supplied output array must be C-contiguous, aligned and writable: the "
            "values of a stream are laid out in C order. Fill a C-contiguous array "
            "and copy it"
        )
    if size is not None:
        shape = tuple(size) if np.iterable(size) else (operator.index(size),)
        if out.shape != shape:
            raise ValueError(
                f"size must match out.shape when used together: size is {shape}, "
                f"out.shape is {out.shape}"
            )
    return array


cdef str _type_name(object x):
    return type(x).__name__


cdef object _unsigned(object value, object bits, str name):
    """A non-negative int below 2**bits."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {_type_name(value)}") from None
    if not 0 <= number < 1 << bits:
        raise ValueError(f"{name} must be in [0, 2**{bits}), got {number}")
    return number


@cython.final
@cython.internal
cdef class _Fill:
    """A fill of an array of which pieces can be called for, in any thread."""

    cdef px_stream stream
    cdef px_distribution distribution
    cdef cnp.ndarray array

    def __call__(self, uint64_t first, size_t n):
        cdef char *data = <char *>cnp.PyArray_DATA(self.array)
        data += first * <size_t>cnp.PyArray_ITEMSIZE(self.array)
        with nogil:
            px_fill(&self.stream, &self.distribution, first, n, data)


cdef class CoreStream:
    """Philox4x32-10 words of one key from one counter on, as arrays.

    Every drawing method is one run of an op: it reserves `reservation` blocks for each
    of its N elements by adding to the counter, in one step, and then fills from the
    counter that it found. Two threads that draw at once get two disjoint, complete
    results.

    Parameters
    ----------
    key : int
        The 64-bit key.
    counter : int, default 0
        The 128-bit counter of the first block.
    reservation : int, default 256
        Blocks by which each element of a draw advances the counter; 256 is
        TensorFlow's (guarded_philox_random.h, ReserveSamples128).
    old_normals : bool, default False
        Round normals up to 32 bits as TensorFlow 1.0 did.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer, or out of range.
    """

    cdef px_stream _stream
    cdef uint64_t _reservation
    cdef px_kind _normal, _truncated_normal

    def __init__(self, key, counter=0, *, reservation=256, bint old_normals=False):
        key = _unsigned(key, 64, "key")
        counter = _unsigned(counter, 128, "counter")
        self._reservation = _unsigned(reservation, 32, "reservation")
        self._normal = PX_NORMAL_1_0 if old_normals else PX_NORMAL
        self._truncated_normal = (
            PX_TRUNCATED_NORMAL_1_0 if old_normals else PX_TRUNCATED_NORMAL
        )
        self._set(key, counter)

    cdef void _set(self, key, counter):
        cdef uint64_t lo = counter & 0xFFFFFFFFFFFFFFFF
        cdef uint64_t hi = counter >> 64
        with cython.critical_section(self):
            self._stream.key = key
            self._stream.counter.lo = lo
            self._stream.counter.hi = hi

    cdef px_stream _reserve(self, uint64_t blocks):
        """The stream as it is; then its counter moves on."""
        cdef px_stream found
        with cython.critical_section(self):
            found = self._stream
            self._stream.counter = px_counter_add(found.counter, blocks)
        return found

    cdef object _draw(
        self, px_distribution *d, object size, object out, object threads
    ):
        cdef cnp.ndarray array
        cdef px_stream stream
        cdef cnp.npy_intp n
        cdef void *data
        cdef _Fill fill
        if threads is not None:
            threads = _threads.checked(threads)
        if out is None:
            array = _new_array(size, d.type)
        else:
            array = _checked_out(out, size, d.type)
        n = cnp.PyArray_SIZE(array)
        data = cnp.PyArray_DATA(array)
        if n >= _LARGE_FILL and threads is None:
            threads = _threads.get_num_threads()
        stream = self._reserve(n * self._reservation)
        if n <= SMALL_FILL:
            px_fill(&stream, d, 0, n, data)
        elif n < _LARGE_FILL or threads == 1:
            with nogil:
                px_fill(&stream, d, 0, n, data)
        else:
            fill = _Fill.__new__(_Fill)
            fill.stream = stream
            fill.distribution = d[0]
            fill.array = array
            _threads.run(fill, n, threads)
        if size is None and out is None:
            return array[()]
        return array

    @property
    def key(self):
        """The 64-bit key, an int."""
        return self._stream.key

    @property
    def counter(self):
        """The 128-bit counter of the next block, an int."""
        return self.state["counter"]

    @property
    def state(self):
        """The key and the counter, as a dict of plain values that can be set."""
        cdef px_stream s = self._reserve(0)
        return {
            "algorithm": "philox4x32-10",
            "key": s.key,
            "counter": s.counter.lo | <object>s.counter.hi << 64,
        }

    @state.setter
    def state(self, value):
        if not isinstance(value, dict):
            raise TypeError(f"state must be a dict, not {_type_name(value)}")
        expected = {"algorithm", "key", "counter"}
        if set(value) != expected:
            raise ValueError(
                f"state must have the keys {sorted(expected)}, got "
                f"{sorted(map(str, value))}"
            )
        if value["algorithm"] != "philox4x32-10":
            raise ValueError(
                "state['algorithm'] must be 'philox4x32-10', got "
                f"{value['algorithm']!r}"
            )
        key = _unsigned(value["key"], 64, "state['key']")
        self._set(key, _unsigned(value["counter"], 128, "state['counter']"))

    def __reduce__(self):
        old_normals = self._normal == PX_NORMAL_1_0
        return _restored, (type(self), self._reservation, old_normals), self.state

    def __setstate__(self, state):
        self.state = state

    def skip(self, blocks):
        """Advance the counter by `blocks`, 0 <= blocks < 2**64.

        One run of an op with N outputs advances it by 256 * N.
        """
        self._reserve(_unsigned(blocks, 64, "blocks"))

    def bits(self, size=None, *, dtype=np.uint32, out=None, threads=None):
        """Draw random bits: the words of the stream.

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        dtype : dtype, default uint32
            uint32: element i is word i. uint64: word 2i below word 2i + 1.
        out : ndarray, optional
            Where to put the result: C-contiguous, writable and of this dtype.
        threads : int, optional
            Threads for a large fill, without effect on its values; by default those
            of `philoxseed.set_num_threads`.

        Returns
        -------
        ndarray or scalar
            Values on the full range of the dtype; `out` if it was given.

        Notes
        -----
        As tensorflow/core/kernels/stateless_random_ops.cc's full-range integers.
        """
        cdef px_distribution d
        d.kind = PX_BITS
        d.type = PX_U32 if dtype is _uint32 else <px_type>_type_of(
            dtype, PX_U32, PX_U64, "bits"
        )
        return self._draw(&d, size, out, threads)

    def uniform(
        self, size=None, low=0.0, high=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """Draw from the uniform distribution on [low, high).

        Parameters
        ----------
        size : int or tuple of int, optional
            The result's shape; None for a scalar.
        low, high : float, default 0.0 and 1.0
            The interval. Values are ``u * (high - low) + low``, rounded after each
            step, so that rounding can reach `high`. `high` may be below `low`.
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
            real number.
        ValueError
            If `size` is negative or does not match `out`, or `out` cannot be filled.

        Notes
        -----
        TensorFlow's random_distributions.h, UniformDistribution.
        """
        cdef px_distribution d
        _set_uniform(&d, _float_type(dtype, "uniform"), low, high)
        return self._draw(&d, size, out, threads)

    def normal(
        self, size=None, loc=0.0, scale=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """Draw from the normal distribution.

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
        TypeError, ValueError
            As `uniform`.

        Notes
        -----
        Box-Muller of TensorFlow's random_distributions.h, NormalDistribution. ``|z|``
        is at most 5.68: TensorFlow keeps the uniform under the logarithm at 1e-7.
        """
        cdef px_distribution d
        _set_normal(&d, self._normal, _float_type(dtype, "normal"), loc, scale)
        return self._draw(&d, size, out, threads)

    def truncated_normal(
        self, size=None, loc=0.0, scale=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """Draw from the normal distribution, cut at two standard deviations.

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
            As `uniform`.

        Notes
        -----
        TensorFlow's random_distributions.h, TruncatedNormalDistribution.
        """
        cdef px_distribution d
        cdef int t = _float_type(dtype, "truncated_normal")
        _set_normal(&d, self._truncated_normal, t, loc, scale)
        return self._draw(&d, size, out, threads)

    def integers(
        self, low, high=None, size=None, *, dtype=np.int64, out=None, threads=None
    ):
        """Draw integers from [low, high), or from [0, low) if `high` is None.

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
        """
        cdef px_distribution d
        cdef int t = PX_I64 if dtype is _int64 else _type_of(
            dtype, PX_I32, PX_I64, "integers"
        )
        if high is None:
            low, high = 0, low
        _set_integers(&d, t, low, high)
        return self._draw(&d, size, out, threads)

    def permutation(self, n):
        """Draw a permutation of 0 .. n-1, as TensorFlow shuffles.

        Parameters
        ----------
        n : int
            0 <= n < 2**32.

        Returns
        -------
        ndarray of int64, shape (n,)

        Notes
        -----
        TensorFlow's random_shuffle_op.cc. Takes one word for each place but the last,
        and advances the counter by just these blocks.
        """
        cdef size_t count = _unsigned(n, 32, "n")
        cdef cnp.ndarray order = _new_array(n, PX_I64)
        cdef int64_t *data = <int64_t *>cnp.PyArray_DATA(order)
        cdef px_stream stream = self._reserve((count + 2) // 4 if count > 1 else 0)
        with nogil:
            px_permutation(&stream, count, data)
        return order

    def _search(self, op, parameters, first, lower, upper, n, step):
        """Find streams that give known values.

        Parameters
        ----------
        op : {"uniform", "normal", "truncated_normal", "integers"}
        parameters : tuple
            The two parameters of the method `op`.
        first : int
            The element that the first value is.
        lower, upper : ndarray, shape (m,), C-contiguous
            Bounds of the values, in the op's dtype.
        n : int
            The number of streams: those with ``i * step << 64`` added to this stream's
            counter, 0 <= i < n.
        step : int

        Returns
        -------
        list of int
            Each i whose elements `first` to ``first + m - 1`` lie within the bounds.
        """
        cdef px_distribution d
        cdef int t = _type_of(lower.dtype, PX_I32, PX_F64, "search")
        a, b = parameters
        if op == "uniform":
            _set_uniform(&d, t, a, b)
        elif op == "integers":
            _set_integers(&d, t, a, b)
        else:
            kind = self._normal if op == "normal" else self._truncated_normal
            _set_normal(&d, kind, t, a, b)
        cdef cnp.ndarray low = lower, high = upper, hits = np.empty(n, np.uint64)
        cdef const void *low_data = cnp.PyArray_DATA(low)
        cdef const void *high_data = cnp.PyArray_DATA(high)
        cdef uint64_t *hit_data = <uint64_t *>cnp.PyArray_DATA(hits)
        cdef size_t n_values = cnp.PyArray_SIZE(low), n_streams = n, n_hits
        cdef uint64_t first_element = first, stride = step
        cdef px_stream start = self._reserve(0)
        with nogil:
            n_hits = px_search(&start, stride, n_streams, &d, first_element, n_values,
                               low_data, high_data, hit_data)
        return hits[:n_hits].tolist()


def _restored(cls, reservation, old_normals):
    """A stream whose state is set afterwards, by pickle."""
    stream = cls.__new__(cls)
    CoreStream.__init__(stream, 0, reservation=reservation, old_normals=old_normals)
    return stream


def simd_available():
    """The names of the kernels that this machine can run, the preferred one first."""
    names = []
    while px_simd_available(len(names)) != NULL:
        names.append(px_simd_available(len(names)).decode())
    return names


def simd_active():
    """The name of the kernel in use."""
    return px_simd_active().decode()


def simd_force(name):
    """Use the named kernel, or the preferred one; False if it is not available."""
    if name is None:
        return px_simd_force(NULL) == 0
    encoded = name.encode()
    return px_simd_force(encoded) == 0
