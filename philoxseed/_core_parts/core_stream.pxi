# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the stream that TensorFlow's ops draw from.

Python finds the signatures of C's functions in their docstrings; here they are written
out where a default is no literal, or parameters are there for their errors only.
"""


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
        Round normals up to 32 bits, and keep subnormal numbers, as TensorFlow 1.0 did.
    adds_zeros : bool, default False
        Add a parameter `low` or `loc` of zero, which makes -0.0 to 0.0, as TensorFlow
        does where it calls kernels at once. By default it is left out, as by the
        optimizer of TensorFlow's graphs.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer, or out of range.
    """

    cdef px_stream _stream
    cdef uint32_t _reservation
    cdef uint64_t _first
    cdef px_kind _normal, _truncated_normal
    cdef bint _adds_zeros

    def __init__(
        self, key, counter=0, *,
        reservation=256, bint old_normals=False, bint adds_zeros=False,
    ):
        key = _unsigned(key, 64, "key")
        counter = _unsigned(counter, 128, "counter")
        self._reservation = _unsigned(reservation, 32, "reservation")
        self._normal = PX_NORMAL_1_0 if old_normals else PX_NORMAL
        self._truncated_normal = (
            PX_TRUNCATED_NORMAL_1_0 if old_normals else PX_TRUNCATED_NORMAL
        )
        self._adds_zeros = adds_zeros
        self._set(key, counter)

    cdef void _set(self, key, counter):
        cdef uint64_t lo = counter & 0xFFFFFFFFFFFFFFFF
        cdef uint64_t hi = counter >> 64
        with cython.critical_section(self):
            self._stream.key = key
            self._stream.counter.lo = lo
            self._stream.counter.hi = hi

    cdef px_stream _reserve(self, uint64_t n, uint32_t each):
        """The stream as it is; then its counter moves on by n * each blocks."""
        cdef px_stream found
        with cython.critical_section(self):
            found = self._stream
            self._stream.counter = px_counter_add_product(found.counter, n, each)
        return found

    cdef void _set_zero(self, px_distribution *d, double offset):
        """Let an offset of zero be added, if this stream adds them."""
        if self._adds_zeros and d.offset == 0 and not signbit(offset):
            d.offset = 0.0

    cdef object _draw(
        self, px_distribution *d, object size, object out, object threads
    ):
        cdef int type_number = _type_number(d.type)
        cdef int n_threads = _checked_threads(threads)
        cdef cnp.ndarray array
        cdef _Axes axes
        cdef _Memory memory
        cdef double scale = d.scale, offset = d.offset
        cdef bint flushes = (
            d.kind != PX_BITS and d.kind != PX_INTEGERS and not self.keeps_subnormals
            and _may_flush(d.type, scale, offset)
        )
        cdef px_stream stream
        _read_size(size, &axes)
        array = _array_to_fill(&axes, out, type_number)
        memory = _memory_of(array, out)
        if flushes:
            d.scale, d.offset = 1.0, -0.0
        n_threads = _thread_count(n_threads, memory.n, px_cost(d))
        stream = self._reserve(memory.taken, self._reservation)
        _fill(stream, d, self._first, memory, n_threads)
        if flushes:
            self._scale_flushed(array, scale, offset)
        if out is not None:
            return out
        return array[()] if size is None else array

    cdef int _scale_flushed(self, object array, double scale, double offset) except -1:
        """Scale and shift draws by so little that subnormals have to be flushed."""
        scales, offsets = _subnormals.flushed(np.array([scale, offset], array.dtype))
        is_added = self._adds_zeros or offsets != 0
        array[...] = _subnormals.affine(array, scales, offsets if is_added else None)
        return 0

    @property
    def key(self):
        """The 64-bit key, an int.

        Examples
        --------
        >>> px.Stream(1234).key
        1234
        """
        return self._stream.key

    @property
    def adds_zeros(self):
        """Whether a parameter `low` or `loc` of zero is added."""
        return self._adds_zeros

    @property
    def keeps_subnormals(self):
        """Whether subnormal numbers are not flushed."""
        return self._normal == PX_NORMAL_1_0

    @property
    def counter(self):
        """The 128-bit counter of the next block, an int.

        Examples
        --------
        >>> px.Stream(1234, 5).counter == 5 << 64
        True
        """
        return self.state["counter"]

    @property
    def first(self):
        """The element that draws start at: 0, but for a view.

        Examples
        --------
        >>> px.Stream(1234).at(3).first
        3
        """
        return self._first

    @property
    def state(self):
        """The key and the counter, as a dict of plain values that can be set.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> state = stream.state
        >>> first = stream.uniform(1)
        >>> stream.state = state
        >>> stream.uniform(1) == first
        array([ True])
        """
        cdef px_stream s = self._reserve(0, 1)
        return {
            "algorithm": "philox4x32-10",
            "key": s.key,
            "counter": s.counter.lo | <object>s.counter.hi << 64,
        }

    @state.setter
    def state(self, value):
        self._check_moves("state cannot be set")
        CoreStream.__setstate__(self, value)

    def __getstate__(self):
        return self.state

    def __setstate__(self, value):
        _check_keys("state", value, ("algorithm", "key", "counter"))
        if value["algorithm"] != "philox4x32-10":
            raise ValueError(
                "state['algorithm'] must be 'philox4x32-10', got "
                f"{value['algorithm']!r}"
            )
        key = _unsigned(value["key"], 64, "state['key']")
        self._set(key, _unsigned(value["counter"], 128, "state['counter']"))

    def __reduce__(self):
        old_normals = self._normal == PX_NORMAL_1_0
        arguments = (
            type(self), self._reservation, old_normals, self._first, self._adds_zeros
        )
        return _restored, arguments, self.__getstate__()

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __repr__(self):
        reservation = self._reservation
        repeat = f", reservation={reservation}" if reservation != 256 else ""
        old = ", old_normals=True" if self._normal == PX_NORMAL_1_0 else ""
        place = f".at({self._first})" if self._first else ""
        return f"{type(self).__name__}({self.key}, {self.counter}{repeat}{old}){place}"

    def copy(self):
        """Return a stream of its own that goes on as this one does.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> stream.copy() == stream
        True
        """
        restored, arguments, state = self.__reduce__()
        stream = restored(*arguments)
        stream.__setstate__(state)
        return stream

    def skip(self, blocks):
        """Advance the counter by `blocks`, 0 <= blocks < 2**64.

        One run of an op with N outputs advances it by 256 * N.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> stream.skip(256)  # as a draw of one value
        >>> stream.uniform(1)
        array([0.6087816], dtype=float32)
        """
        self._check_moves("cannot skip")
        self._reserve(_unsigned(blocks, 64, "blocks"), 1)

    cdef int _check_moves(self, str refused) except -1:
        if self._reservation == 0:
            raise ValueError(
                f"A view never advances, so it {refused}: only its stream can"
            )
        return 0

    def jump(self, jumps=1):
        """Advance the counter by ``jumps * 2**64`` blocks.

        That is farther than any draw goes. A jump leads to where TensorFlow's op with
        the next op seed is.

        Parameters
        ----------
        jumps : int, default 1
            0 <= jumps < 2**64.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> stream.jump()
        >>> stream.counter
        18446744073709551616
        """
        self._check_moves("cannot jump")
        cdef uint64_t hi = _unsigned(jumps, 64, "jumps")
        with cython.critical_section(self):
            self._stream.counter.hi += hi

    def at(self, element):
        """Return a view of this stream that draws from an element on.

        The view never advances: each of its draws gives elements `element`,
        ``element + 1`` ... of what this stream, as it is now, would draw next. Views of
        a view, and its `fill`, count from there too: at 8 of a view at 5 is at 8. It
        refuses to skip, to jump, to permute and a new `state`; its own is that of its
        stream then.

        Parameters
        ----------
        element : int
            0 <= element < 2**63.

        Returns
        -------
        CoreStream
            A `StreamView` of a `Stream`.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> view = stream.at(2)
        >>> bool((view.uniform(3) == stream.uniform(5)[2:]).all())
        True
        """
        view_type = getattr(type(self), "_view_type", CoreStream)
        cdef CoreStream view = view_type.__new__(view_type)
        view._first = _unsigned(element, 63, "element")
        view._normal, view._truncated_normal = self._normal, self._truncated_normal
        view._adds_zeros = self._adds_zeros
        view._stream = self._reserve(0, 1)
        return view

    def fill(self, out, distribution="uniform", *, first=0, **parameters):
        """Fill an array with a piece of the next draw, without advancing.

        An array may be filled in pieces, in any order and by any workers: the values
        are those of one draw into the whole of it. When all pieces are done, ``skip``
        moves the stream on as that draw would, by 256 blocks for each element.

        Parameters
        ----------
        out : ndarray or object that lends its memory
            The piece to fill; its dtype decides that of the draw.
        distribution : str, default 'uniform'
            A drawing method's name: 'bits', 'integers', 'normal', 'truncated_normal'
            or 'uniform'.
        first : int, default 0
            The element of the whole that ``out.flat[0]`` is; a view's own place does
            not count.
        **parameters
            For that method.

        Returns
        -------
        ndarray or object
            `out`.

        Raises
        ------
        TypeError, ValueError
            As that method, and for an unknown distribution.

        Examples
        --------
        >>> stream = px.Stream(1234)
        >>> stream.fill(np.zeros(2, np.float32), "normal", first=1)
        array([ 1.9954948, -1.4346613], dtype=float32)
        """
        if distribution not in _DISTRIBUTIONS:
            raise ValueError(
                f"distribution must be one of {', '.join(_DISTRIBUTIONS)}, "
                f"got {distribution!r}"
            )
        if "dtype" in parameters:
            raise TypeError(
                f"fill takes no dtype, got {parameters['dtype']!r}: it is that of out"
            )
        draw = getattr(self.at(_unsigned(first, 63, "first")), distribution)
        return draw(dtype=_shared(out).dtype, out=out, **parameters)

    @cython.embedsignature(False)
    def bits(self, size=None, *, dtype=np.uint32, out=None, threads=None):
        """bits($self, size=None, *, dtype='uint32', out=None, threads=None)\n--\n
        Draw random bits: the words of the stream.

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

        Examples
        --------
        >>> px.Stream(1234).bits(2)
        array([ 546353992, 3665621163], dtype=uint32)
        """
        cdef px_distribution d
        d = px_bits(
            PX_U32 if dtype is _uint32
            else <px_type>_type_of(dtype, PX_U32, PX_U64, "bits")
        )
        return self._draw(&d, size, out, threads)

    cdef object _draw_uniform(
        self, object size, double low, double high, object dtype, object out,
        object threads,
    ):
        cdef px_distribution d
        cdef int t = _float_type(dtype, "uniform")
        _set_uniform(&d, t, low, high)
        if _may_flush(t, d.scale, d.offset) and not self.keeps_subnormals:
            low, high = _flushed_real(low, t), _flushed_real(high, t)
            _set_uniform(&d, t, low, high)
        self._set_zero(&d, low)
        return self._draw(&d, size, out, threads)

    cdef object _draw_normal(
        self, px_kind kind, object size, double loc, double scale, object dtype,
        object out, object threads,
    ):
        cdef px_distribution d
        cdef bint is_cut = kind != self._normal
        cdef int t = _float_type(dtype, "truncated_normal" if is_cut else "normal")
        _set_normal(&d, kind, t, loc, scale)
        self._set_zero(&d, loc)
        return self._draw(&d, size, out, threads)

    cdef object _draw_integers(
        self, object low, object high, object size, object dtype, object out,
        object threads,
    ):
        cdef px_distribution d
        cdef int t
        if dtype is _int64:
            t = PX_I64
        elif dtype is _int32:
            t = PX_I32
        else:
            t = _type_of(dtype, PX_I32, PX_I64, "integers")
        if high is None:
            low, high = 0, low
        _set_integers(&d, t, low, high)
        return self._draw(&d, size, out, threads)

    @cython.embedsignature(False)
    def uniform(
        self, size=None, low=0.0, high=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """uniform($self, size=None, low=0.0, high=1.0, *, dtype='float32',
        out=None, threads=None)\n--\n
        Draw from the uniform distribution on [low, high).

        As `CheckedStream.uniform`, but `high` may be below `low`.
        """
        return self._draw_uniform(
            size, _as_double(low, "low"), _as_double(high, "high"), dtype, out, threads
        )

    @cython.embedsignature(False)
    def normal(
        self, size=None, loc=0.0, scale=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """normal($self, size=None, loc=0.0, scale=1.0, *, dtype='float32',
        out=None, threads=None)\n--\n
        Draw from the normal distribution.

        As `CheckedStream.normal`, but `scale` may be negative.
        """
        return self._draw_normal(
            self._normal, size, _as_double(loc, "loc"), _as_double(scale, "scale"),
            dtype, out, threads,
        )

    @cython.embedsignature(False)
    def truncated_normal(
        self, size=None, loc=0.0, scale=1.0, *,
        dtype=np.float32, out=None, threads=None,
    ):
        """truncated_normal($self, size=None, loc=0.0, scale=1.0, *,
        dtype='float32', out=None, threads=None)\n--\n
        Draw from the normal distribution, cut at two standard deviations.

        As `CheckedStream.truncated_normal`, but `scale` may be negative.
        """
        return self._draw_normal(
            self._truncated_normal, size, _as_double(loc, "loc"),
            _as_double(scale, "scale"), dtype, out, threads,
        )

    @cython.embedsignature(False)
    def integers(
        self, low, high=None, size=None, *, dtype=np.int64, out=None, threads=None
    ):
        """integers($self, low, high=None, size=None, *, dtype='int64', out=None,
        threads=None)\n--\n
        Draw integers from [low, high); see `CheckedStream.integers`."""
        return self._draw_integers(low, high, size, dtype, out, threads)

    def permutation(self, n):
        """Draw a permutation of 0 .. n-1, as TensorFlow shuffles.

        Parameters
        ----------
        n : int
            0 <= n < 2**32.

        Returns
        -------
        ndarray of int64, shape (n,)

        Raises
        ------
        TypeError
            If `n` is not an integer.
        ValueError
            If `n` is out of range, or this is a view.

        Notes
        -----
        TensorFlow's random_shuffle_op.cc. Takes one word for each place but the last,
        and advances the counter by just these blocks.

        Examples
        --------
        >>> px.Stream(1234).permutation(5)
        array([2, 4, 0, 3, 1])
        """
        cdef size_t count = _unsigned(n, 32, "n")
        self._check_moves("cannot permute")
        cdef cnp.ndarray order = np.empty(count, np.int64)
        cdef int64_t *data = <int64_t *>cnp.PyArray_DATA(order)
        cdef px_stream stream = self._reserve((count + 2) // 4 if count > 1 else 0, 1)
        with nogil:
            px_permutation(&stream, count, data)
        return order


cdef tuple _DISTRIBUTIONS = (
    "bits", "integers", "normal", "truncated_normal", "uniform"
)


def _restored(cls, reservation, old_normals, first, adds_zeros):
    """A stream whose state is set afterwards, by pickle."""
    cdef CoreStream stream = cls.__new__(cls)
    CoreStream.__init__(
        stream, 0, reservation=reservation, old_normals=old_normals,
        adds_zeros=adds_zeros,
    )
    stream._first = first
    return stream


# The key that TensorFlow scrambles the seeds of stateless ops with.
cdef enum:
    SCRAMBLE_KEY_LOW = 0x3ec8f720
    SCRAMBLE_KEY_HIGH = 0x02461e29


def scrambled_stream(first, second):
    """Make the stream of TensorFlow's stateless ops for a pair of seeds.

    Parameters
    ----------
    first, second : int
        They count modulo 2**64.

    Returns
    -------
    CoreStream
        One that adds zeros.

    Notes
    -----
    As tensorflow/core/kernels/stateless_random_ops.cc, GenerateKey: the block of the
    counter (first, second) is the key and the upper half of the counter.
    """
    cdef px_distribution d
    cdef px_stream scrambler
    cdef uint32_t[4] words
    cdef CoreStream stream = CoreStream.__new__(CoreStream)
    scrambler.key = <uint64_t>SCRAMBLE_KEY_HIGH << 32 | SCRAMBLE_KEY_LOW
    scrambler.counter.lo = first & 0xFFFFFFFFFFFFFFFF
    scrambler.counter.hi = second & 0xFFFFFFFFFFFFFFFF
    d = px_bits(PX_U32)
    px_check(px_fill(&scrambler, &d, 0, 4, words))
    stream._reservation = 256
    stream._normal, stream._truncated_normal = PX_NORMAL, PX_TRUNCATED_NORMAL
    stream._adds_zeros = True
    stream._stream.key = words[0] | <uint64_t>words[1] << 32
    stream._stream.counter.hi = words[2] | <uint64_t>words[3] << 32
    return stream
