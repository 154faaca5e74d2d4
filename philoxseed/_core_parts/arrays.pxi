# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: dtypes, arrays to fill, and the fill itself."""

cdef extern from "px_each.h" nogil:
    enum:
        PX_EACH_AXES
        PX_EACH_ARRAYS

    ctypedef struct px_each:
        int closed

    ctypedef struct px_each_input:
        const void *data
        int axes
        const int64_t *shape

    ctypedef enum px_each_fault:
        PX_EACH_FINE
        PX_EACH_NOT_FINITE
        PX_EACH_NEGATIVE
        PX_EACH_LOW
        PX_EACH_HIGH
        PX_EACH_EMPTY

    ctypedef struct px_each_limits:
        int is_unsigned[2]
        int64_t smallest
        uint64_t largest

    int px_each_set(
        px_each *each, int axes, const int64_t *shape, int arrays,
        const px_each_input *inputs)
    int px_fill_each(
        const px_stream *stream, const px_distribution *distribution, uint64_t first,
        const px_each *each, uint64_t start, size_t n, void *out)
    px_each_fault px_each_spans(
        const px_each *each, px_type type, size_t n, double *span)
    int px_each_scales(const double *scale, size_t n)
    px_each_fault px_each_check(
        const px_each *each, const px_each_limits *limits, size_t n, size_t *at)

cdef extern from "px_rows.h" nogil:
    int px_fill_rows(
        const px_stream *stream, const px_distribution *distribution, uint64_t first,
        const px_rows *rows, const px_each *each, uint64_t start, size_t n, void *out)

# A fill of up to this many elements keeps the GIL: letting it go costs more.
cdef enum:
    SMALL_FILL = 512

# What a thread of its own must have to do to be worth waking, in float32 uniforms: a
# sixth of a millisecond.
cdef enum:
    SHARE = 1 << 19
    SAMPLE_COST = 60  # of gamma, Poisson and binomial draws, more or less

# Threads take pieces of a fill, so many each if pieces are not too small for that. They
# start at whole cache lines and whole batches.
cdef enum:
    PIECES_EACH = 16
    LEAST_PIECE = 1 << 14
    PIECE_ALIGNMENT = 1 << 12

# A fill that costs more is cut into pieces for one thread too, each of this cost at
# most: a millisecond or two. Between them signals are looked for, as often as this.
cdef enum:
    LONG_PIECE = 1 << 22
cdef double SECONDS_BETWEEN_SIGNALS = 0.05

cdef extern from *:
    """
    #include <time.h>
    /* Of a clock on the wall: in threads that wait for a CPU it goes on. */
    static inline double seconds(void)
    {
    #if defined(_WIN32)
        return (double)clock() / CLOCKS_PER_SEC;
    #else
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
    #endif
    }
    """
    double seconds() nogil

cdef object _float32 = np.float32
cdef object _float64 = np.float64
cdef object _int32 = np.int32
cdef object _int64 = np.int64
cdef object _uint32 = np.uint32

# By px_type, up to PX_F64.
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
    # To NumPy None is float64, which is the default of no method here.
    if dtype is not None:
        is_name = isinstance(dtype, str) and dtype == "bfloat16"
        dtype = bfloat16() if is_name else np.dtype(dtype)
        for t in range(first, last + 1):
            if dtype == _DTYPES[t] if t != PX_BF16 else dtype.name == "bfloat16":
                return t
    names = [
        "bfloat16" if t == PX_BF16 else _DTYPES[t].name for t in range(first, last + 1)
    ]
    raise TypeError(
        f"Unsupported dtype {dtype!r} for {method}: expected {', '.join(names)}"
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
        # An import statement of Cython takes a blocked module for an empty one.
        ml_dtypes = importlib.import_module("ml_dtypes")
    except ImportError:
        raise ImportError(
            "bfloat16 needs the package ml_dtypes: pip install philoxseed[bfloat16]"
        ) from None
    return np.dtype(ml_dtypes.bfloat16)


cdef object _dtype_of(int t):
    return bfloat16() if t == PX_BF16 else _DTYPES[t]


cdef int _type_number(int t) except -1:
    """NumPy's number of the dtype of a px_type."""
    return bfloat16().num if t == PX_BF16 else _TYPE_NUMBERS[t]


cdef double _real(object x, str name) except? -1.0:
    """A real number as a double."""
    try:
        return x
    except TypeError:
        raise TypeError(f"{name} must be a real number, got {x!r}") from None


cdef double _as_double(object x, str name) except? -1.0:
    # A try block costs as much as a small fill, so floats go without one.
    return x if type(x) is float else _real(x, name)


cdef double _rounded(double x, int t) except? -1.0:
    """A number rounded to a float type."""
    if t == PX_F64:
        return x
    if t == PX_F32:
        return <float>x
    return _dtype_of(t).type(x)


cdef int _set_uniform(px_distribution *d, int t, double low, double high) except -1:
    cdef double offset = _rounded(low, t)
    cdef double scale = _rounded(high, t) - offset
    if t != PX_F64:
        scale = _rounded(scale, t)
    d[0] = px_uniform(<px_type>t, scale, offset if offset != 0 else -0.0)
    return 0


cdef int _set_normal(
    px_distribution *d, px_kind kind, int t, double offset, double scale
) except -1:
    offset = _rounded(offset, t)
    d[0] = px_scaled(
        kind, <px_type>t, _rounded(scale, t), offset if offset != 0 else -0.0
    )
    return 0


cdef bint _is_small_int(object value, int64_t *x):
    """Whether a value is an int of 64 bits; then it is in x."""
    cdef int overflow
    if type(value) is not int:
        return False
    x[0] = PyLong_AsLongLongAndOverflow(value, &overflow)
    return overflow == 0


cdef int _set_integers(px_distribution *d, int t, object low, object high) except -1:
    cdef int64_t a = 0, b = 0, limit = 1 << 31
    d[0] = px_integers(<px_type>t, 0, 0)
    if _is_small_int(low, &a) and _is_small_int(high, &b) and a < b:
        if t == PX_I64 or (a >= -limit and b <= limit):
            d.low = <uint64_t>a
            d.range = <uint64_t>b - <uint64_t>a
            if t == PX_I32:
                d.range &= 0xFFFFFFFF
            return 0
    low, high = _index(low, "low"), _index(high, "high")
    cdef object bits = 64 if t == PX_I64 else 32
    if low < -(1 << bits - 1):
        raise ValueError(
            f"low is out of bounds for int{bits}: expected {-(1 << bits - 1)} or more, "
            f"got {low}"
        )
    if high > 1 << bits - 1:
        raise ValueError(
            f"high is out of bounds for int{bits}: expected at most {1 << bits - 1}, "
            f"got {high}"
        )
    if low >= high:
        raise ValueError(
            f"low >= high: {low} >= {high}, expected values in [low, high)"
        )
    d.low = low & 0xFFFFFFFFFFFFFFFF
    # All values of the dtype are a range of 0 to the kernel.
    d.range = (high - low) & ((1 << bits) - 1)
    return 0


cdef struct _Axes:
    # Of an array; -1 of them where no size was given.
    int n
    int64_t[PX_EACH_AXES] length


cdef int _read_size(object size, _Axes *axes) except -1:
    """A size: None, an int or a sequence of ints, none of them negative."""
    cdef int i
    axes.n = -1
    if size is None:
        return 0
    if _is_small_int(size, &axes.length[0]):
        axes.n = 1
    elif type(size) is tuple and len(<tuple>size) <= PX_EACH_AXES:
        for i in range(len(<tuple>size)):
            if not _is_small_int((<tuple>size)[i], &axes.length[i]):
                break
        else:
            axes.n = <int>len(<tuple>size)
    if axes.n < 0:
        _read_any_size(size, axes)
    for i in range(axes.n):
        if axes.length[i] < 0:
            raise ValueError(
                f"negative dimensions are not allowed, they must be 0 or more: size is "
                f"{size}"
            )
    return 0


cdef int _read_any_size(object size, _Axes *axes) except -1:
    cdef int i
    try:
        if isinstance(size, (bool, dict, str)):
            raise TypeError
        try:
            shape = (operator.index(size),)
        except TypeError:
            # No sets and no iterators: what has a length and an order.
            len(size), type(size).__getitem__
            shape = tuple([operator.index(n) for n in size])
    except (AttributeError, TypeError):
        raise TypeError(
            f"size must be an integer or a sequence of integers, got {size!r}"
        ) from None
    if len(shape) > PX_EACH_AXES or any([n >= 1 << 63 for n in shape]):
        np.empty(shape, np.uint8)  # raises NumPy's error
    axes.n = <int>len(shape)
    for i in range(axes.n):
        axes.length[i] = max(shape[i], -1)
    return 0


cdef tuple _as_tuple(_Axes *axes):
    return tuple([axes.length[i] for i in range(axes.n)])


cdef cnp.ndarray _new_array(_Axes *axes, int type_number):
    cdef cnp.npy_intp[PX_EACH_AXES] shape
    cdef int i
    for i in range(axes.n):
        shape[i] = axes.length[i]
    return cnp.PyArray_EMPTY(max(axes.n, 0), shape, type_number, 0)


cdef cnp.ndarray _array_to_fill(_Axes *axes, object out, int type_number):
    """A new array, or one on `out`.

    Whatever may run code of the caller's comes before: that code could change `out`
    after it was checked.
    """
    if out is None:
        return _new_array(axes, type_number)
    return _checked_out(out, axes, type_number)


cdef cnp.ndarray _shared(object out):
    """An array on the memory of `out`."""
    if cnp.PyArray_Check(out):
        return out
    if type(out) is Block:
        return (<Block>out).array
    reason = ""
    if isinstance(out, type):
        reason = f": it is the class {out.__name__}"
    elif hasattr(out, "__dlpack__"):
        try:
            array = np.from_dlpack(out)
        except (BufferError, RuntimeError, TypeError, ValueError) as error:
            array, reason = _lent_bfloat16(out), f": {error}"
        if array is not None and array.flags.writeable:
            return array
    try:
        with warnings.catch_warnings():
            # That an __array__ cannot be asked not to copy; then there is an error too.
            warnings.simplefilter("ignore", DeprecationWarning)
            return np.asarray(out, copy=False)
    except (RuntimeError, TypeError, ValueError) as error:
        raise TypeError(
            f"out must be a numpy.ndarray, not {_type_name(out)}, or an object that "
            f"lends its memory by the buffer protocol, DLPack or __array__{reason}"
        ) from error


cdef cnp.ndarray _checked_out(object out, _Axes *axes, int type_number):
    """An array on `out`, if elements of a type may be written to it in order."""
    cdef cnp.ndarray array = _shared(out)
    cdef bint is_block = type(out) is Block
    if is_block and (<Block>out).is_dry:
        (<Block>out).dtype = cnp.PyArray_DescrFromType(type_number)
        return array
    cdef bint same_type = cnp.PyArray_TYPE(array) == type_number
    if not (same_type and cnp.PyArray_ISNOTSWAPPED(array)):
        dtype = cnp.PyArray_DescrFromType(type_number)
        if array.dtype != dtype:
            raise TypeError(
                f"Supplied output array has the wrong type. Expected {dtype}, "
                f"got {array.dtype}"
            )
    if not (
        cnp.PyArray_ISBEHAVED(array) if is_block else cnp.PyArray_ISCARRAY(array)
    ):
        raise ValueError(
            "Supplied output array must be "
            + ("" if is_block else "C-contiguous, ")
            + "aligned and writable" + _remedy(array)
        )
    if axes.n >= 0 and not _has_axes(array, axes):
        raise ValueError(
            "size must match out.shape when used together: size is "
            f"{_as_tuple(axes)}, out.shape is {(<object>array).shape}"
        )
    return array


cdef bint _has_axes(cnp.ndarray array, _Axes *axes) noexcept:
    cdef int i
    if cnp.PyArray_NDIM(array) != axes.n:
        return False
    for i in range(axes.n):
        if cnp.PyArray_DIMS(array)[i] != axes.length[i]:
            return False
    return True


cdef str _remedy(cnp.ndarray array):
    if not cnp.PyArray_ISWRITEABLE(array):
        return "; it is read-only"
    if not (<object>array).flags.aligned:
        return "; it is not aligned. Fill an array that is, and copy it"
    if cnp.PyArray_IS_F_CONTIGUOUS(array):
        return (
            ". Values are laid out in C order: fill a C-contiguous array and copy it, "
            "or pass out.T, where each value then has another place"
        )
    return ". Fill an array that is, and copy it"


cdef str _type_name(object x):
    return type(x).__name__


cdef object _index(object value, str name):
    """An int."""
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {_type_name(value)}") from None


cdef object _unsigned(object value, object bits, str name):
    """A non-negative int below 2**bits."""
    number = _index(value, name)
    if not 0 <= number < 1 << bits:
        raise ValueError(f"{name} must be in [0, 2**{bits}), got {number}")
    return number


cdef int _check_keys(
    str name, object value, tuple keys, bint and_others=False
) except -1:
    """That a state is a dict of these keys."""
    if not isinstance(value, dict):
        raise TypeError(f"{name} must be a dict, not {_type_name(value)}")
    if not value.keys() >= set(keys) or len(value) > len(keys) and not and_others:
        raise ValueError(
            f"{name} must have the keys {', '.join(keys)}, got "
            + ", ".join(map(str, value))
        )
    return 0


cdef struct _Memory:
    # An array's, as it was when the array was checked.
    char *data
    cnp.npy_intp n
    size_t item_size
    cnp.npy_intp taken  # by how many values its stream moves
    const px_rows *rows  # NULL where all elements are one after the other


cdef _Memory _memory_of(cnp.ndarray array, object out=None):
    """The memory of an array, which was made or is on `out`."""
    cdef _Memory memory
    memory.data = <char *>cnp.PyArray_DATA(array)
    memory.n = memory.taken = cnp.PyArray_SIZE(array)
    memory.item_size = <size_t>cnp.PyArray_ITEMSIZE(array)
    memory.rows = NULL
    if type(out) is Block:
        memory.rows = &(<Block>out).rows
        memory.taken = 4
    return memory


cdef int _fill_piece(
    const px_stream *stream, const px_distribution *d, uint64_t first,
    const px_each *each, const px_samples *samples, const px_multinomial *counts,
    const _Memory *memory, uint64_t start, size_t n,
) noexcept nogil:
    """As px_fill, and what that returns."""
    cdef void *out = memory.data + start * memory.item_size
    if counts != NULL:
        px_fill_multinomial(stream, counts, first, start, n, <int64_t *>out)
        return 0
    if memory.rows != NULL:
        return px_fill_rows(
            stream, d, first, memory.rows, each, start, n, memory.data
        )
    if samples != NULL:
        return px_fill_samples(stream, samples, first + start, n, out)
    if each == NULL:
        return px_fill(stream, d, first + start, n, out)
    return px_fill_each(stream, d, first, each, start, n, out)


@cython.final
@cython.internal
cdef class _Fill:
    """A fill that several threads call; each takes pieces until none is left.

    A call that comes when all pieces are taken touches no memory, so threads that come
    late, when the array may be gone, do no harm.
    """

    cdef px_stream stream
    cdef px_distribution distribution
    cdef uint64_t first
    cdef uint64_t n
    cdef uint64_t piece
    cdef uint64_t taken  # elements
    cdef uint64_t unwritten  # pieces
    cdef _Memory memory
    cdef const px_each *each
    cdef const px_samples *samples
    cdef const px_multinomial *counts
    # Held until the last piece is written. Nothing interrupts who waits for it, as
    # signals and asynchronous exceptions do where Python code waits.
    cdef PyThread_type_lock written

    def __cinit__(self):
        self.written = PyThread_allocate_lock()
        if self.written == NULL:
            raise MemoryError
        PyThread_acquire_lock(self.written, WAIT_LOCK)

    def __dealloc__(self):
        if self.written != NULL:
            PyThread_free_lock(self.written)

    def __call__(self):
        with nogil:
            self.take_pieces()

    cdef bint take_piece(self) noexcept nogil:
        """Fill a piece, if one is left."""
        cdef uint64_t start = fetch_and_add(&self.taken, self.piece)
        if start >= self.n:
            return False
        _fill_piece(
            &self.stream, &self.distribution, self.first, self.each, self.samples,
            self.counts, &self.memory, start, min(self.piece, self.n - start),
        )
        self.settle(1)
        return True

    cdef void take_pieces(self) noexcept nogil:
        while self.take_piece():
            pass

    cdef int take_pieces_and_signals(self) except -1:
        """The same; raises what a handler of a signal raises meanwhile."""
        cdef bint some_left = True
        cdef double end
        while some_left:
            with nogil:
                end = seconds() + SECONDS_BETWEEN_SIGNALS
                while some_left and seconds() < end:
                    some_left = self.take_piece()
            if some_left:
                PyErr_CheckSignals()
        return 0

    cdef void give_up(self) noexcept nogil:
        """Leave what nobody has taken as it is."""
        cdef uint64_t start = fetch_and_add(&self.taken, self.n)
        if start < self.n:
            self.settle((self.n - start + self.piece - 1) // self.piece)

    cdef void settle(self, uint64_t pieces) noexcept nogil:
        """Count pieces that nobody will write to any more."""
        if fetch_and_add(&self.unwritten, -pieces) == pieces:
            PyThread_release_lock(self.written)


cdef int _checked_threads(object threads) except -1:
    """The threads that the caller asks for; 0 for the default."""
    return 0 if threads is None else _threads.checked(threads)


cdef int _thread_count(int threads, cnp.npy_intp n, uint64_t cost) except -1:
    """The threads that a fill of n elements of a cost may use."""
    if threads > 0:
        return threads
    if <uint64_t>n * cost < 2 * SHARE:
        return 1
    return _threads.get_num_threads()


cdef int _workers(uint64_t cost, uint64_t n, int threads) noexcept:
    """How many of the threads a fill of n elements of a cost is worth."""
    cdef uint64_t shares = max(<uint64_t>1, n * cost // SHARE)
    return threads if <uint64_t>threads < shares else <int>shares


cdef int _fill(
    px_stream stream, px_distribution *d, uint64_t first, _Memory memory, int threads,
    const px_each *each=NULL, const px_samples *samples=NULL,
    const px_multinomial *counts=NULL,
) except -1:
    """Fill memory with the elements of a distribution from `first` on.

    With `each`, every element has parameters of its own. Or with `samples`, or with
    `counts`, of which the memory's items are rows; then d is NULL.
    """
    cdef cnp.npy_intp n = memory.n
    cdef int workers
    cdef uint64_t cost
    cdef _Fill fill
    if n <= SMALL_FILL:
        px_check(_fill_piece(&stream, d, first, each, samples, counts, &memory, 0, n))
        return 0
    cost = SAMPLE_COST if d == NULL else px_cost(d)
    if counts != NULL:
        cost *= counts.columns
    workers = _workers(cost, n, threads)
    if workers == 1 and n * cost <= LONG_PIECE:
        with nogil:
            px_check(
                _fill_piece(&stream, d, first, each, samples, counts, &memory, 0, n)
            )
        return 0
    fill = _Fill.__new__(_Fill)
    fill.stream = stream
    if d != NULL:
        fill.distribution = d[0]
    fill.first = first
    fill.n = n
    fill.piece = min(<uint64_t>n // (workers * PIECES_EACH), LONG_PIECE // cost)
    fill.piece = max(fill.piece, <uint64_t>LEAST_PIECE)
    fill.piece += -fill.piece % PIECE_ALIGNMENT
    fill.taken = 0
    fill.unwritten = (fill.n + fill.piece - 1) // fill.piece
    fill.memory = memory
    fill.each = each
    fill.samples = samples
    fill.counts = counts
    try:
        if workers > 1:
            _threads.offer(fill, workers - 1)
        fill.take_pieces_and_signals()
    except BaseException as error:
        fill.give_up()
        error.add_note(
            f"philoxseed: this draw of {n} values ended before its end, and is spent: "
            "the stream goes on after it, as if all had been drawn. What was written "
            "of it, to out= or a variable, is not whole."
        )
        raise
    finally:
        # Whatever was raised, the array is not handed back while others write to it.
        with nogil:
            PyThread_acquire_lock(fill.written, WAIT_LOCK)
    return 0
