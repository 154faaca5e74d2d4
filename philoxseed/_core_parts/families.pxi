# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: distributions of NumPy's Generator, all drawn by one method."""

# What a parameter may be, as numpy/random/_common.pyx has it.
cdef enum _Rule:
    ANY
    NON_NEGATIVE  # or NaN
    POSITIVE  # or NaN
    POSITIVE_NUMBER
    PROBABILITY
    POSITIVE_PROBABILITY
    BELOW_ONE
    ABOVE_ONE
    MEAN
    COUNT  # an integer

# Poisson's largest mean: 10 standard deviations more are an int64.
cdef double _LARGEST_MEAN = (2**63 - 1) - (2**63 - 1) ** 0.5 * 10

# What is said of others, and what is expected.
cdef dict _rules = {
    "any": (ANY, "", ""),
    "non-negative": (NON_NEGATIVE, "< 0", "0 or more"),
    "positive": (POSITIVE, "<= 0", "more than 0"),
    "positive number": (POSITIVE_NUMBER, "<= 0 or NaN", "more than 0"),
    "probability": (PROBABILITY, "< 0, > 1 or NaN", "from 0 to 1"),
    "positive probability": (
        POSITIVE_PROBABILITY, "<= 0, > 1 or NaN", "more than 0 and at most 1",
    ),
    "below one": (BELOW_ONE, "< 0, >= 1 or NaN", "0 or more and less than 1"),
    "above one": (ABOVE_ONE, "<= 1 or NaN", "more than 1"),
    "mean": (MEAN, "< 0, too large or NaN", f"from 0 to {_LARGEST_MEAN:.17g}"),
    "count": (COUNT, "< 0", "0 or more"),
}

cdef dict _kinds = {
    "lognormal": PX_LOGNORMAL, "laplace": PX_LAPLACE, "logistic": PX_LOGISTIC,
    "gumbel": PX_GUMBEL, "rayleigh": PX_RAYLEIGH, "weibull": PX_WEIBULL,
    "pareto": PX_PARETO, "power": PX_POWER, "standard_cauchy": PX_STANDARD_CAUCHY,
    "triangular": PX_TRIANGULAR, "geometric": PX_GEOMETRIC, "gamma": PX_GAMMA,
    "log_gamma": PX_LOG_GAMMA, "chisquare": PX_CHISQUARE, "beta": PX_BETA, "f": PX_F,
    "standard_t": PX_STANDARD_T, "wald": PX_WALD, "vonmises": PX_VONMISES,
    "noncentral_chisquare": PX_NONCENTRAL_CHISQUARE, "noncentral_f": PX_NONCENTRAL_F,
    "poisson": PX_POISSON, "binomial": PX_BINOMIAL,
    "negative_binomial": PX_NEGATIVE_BINOMIAL, "hypergeometric": PX_HYPERGEOMETRIC,
    "zipf": PX_ZIPF, "logseries": PX_LOGSERIES,
}


cdef union _Number:
    double real
    int64_t whole


cdef inline bint _is_right(_Number x, _Rule rule) noexcept:
    cdef double real = x.real
    if rule == ANY:
        return True
    if rule == NON_NEGATIVE:
        return not signbit(real) or real != real
    if rule == POSITIVE:
        return not real <= 0
    if rule == POSITIVE_NUMBER:
        return real > 0
    if rule == PROBABILITY:
        return 0 <= real <= 1
    if rule == POSITIVE_PROBABILITY:
        return 0 < real <= 1
    if rule == BELOW_ONE:
        return 0 <= real < 1
    if rule == ABOVE_ONE:
        return real > 1
    if rule == MEAN:
        return 0 <= real <= _LARGEST_MEAN
    return x.whole >= 0


cdef cnp.ndarray _counts(object x, str name):
    """An array of int64 of what NumPy takes for one."""
    try:
        return cnp.PyArray_FROM_OTF(
            x, cnp.NPY_INT64, cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
        )
    except (TypeError, ValueError) as error:
        refused = TypeError if isinstance(error, TypeError) else ValueError
        raise refused(f"{name} must be an integer or an array of them: {error}")


@cython.final
cdef class Family:
    """A distribution of NumPy's Generator: its kind and what its parameters may be.

    Parameters
    ----------
    kind : str
        The kind's name: that of NumPy's method.
    parameters : pair of str
        Each parameter's name and rule.
    check : callable, optional
        Called with all parameters, numbers or arrays; raises where they do not fit
        together.
    """

    cdef px_kind kind
    cdef str name
    cdef int n
    cdef _Rule[3] rules
    cdef tuple names
    cdef tuple words
    cdef object check
    cdef bint is_whole

    def __init__(self, str kind, *parameters, check=None):
        cdef int i
        self.kind = <px_kind><int>_kinds[kind]
        self.name = kind
        self.n = <int>len(parameters)
        self.names = tuple([name for name, _ in parameters])
        self.words = tuple([_rules[rule][1:] for _, rule in parameters])
        for i in range(self.n):
            self.rules[i] = <_Rule><int>_rules[parameters[i][1]][0]
        self.check = check
        self.is_whole = self.kind == PX_GEOMETRIC or self.kind >= PX_POISSON

    cdef bint _read(self, object x, int i, _Number *value) except -1:
        """Whether a parameter is a number that is right."""
        if self.rules[i] == COUNT:
            return whole_number(x, &value.whole) and value.whole >= 0
        return real_number(x, &value.real) and _is_right(value[0], self.rules[i])

    cdef object _checked(self, object x, int i):
        """An array of parameters that are right; of numbers it has no axis."""
        cdef str name = self.names[i]
        cdef cnp.ndarray array
        cdef _Number *values
        if self.rules[i] == COUNT:
            array = _counts(x, name)
        else:
            array = _as_array(_parameter(x, name))
        values = <_Number *>cnp.PyArray_DATA(array)
        for j in range(cnp.PyArray_SIZE(array)):
            if not _is_right(values[j], self.rules[i]):
                wrong, right = self.words[i]
                raise ValueError(
                    f"{name} {wrong}: expected {right}, got {array.ravel()[j]}"
                )
        return array

    def draw(
        self, generator, size, dtype, out, threads, a=None, b=None, c=None, /
    ):
        """Draw values of a generator: a number, or an array."""
        cdef void *bits = _bits_of(generator)
        cdef _Number[3] numbers
        cdef px_array[3] arrays
        cdef px_distribution d
        cdef _Number value
        cdef section s
        cdef int i, t = PX_I64
        cdef tuple given = (a, b, c) if self.n > 0 else ()
        if not self.is_whole:
            t = _float_type_of(dtype, self.name)
        for i in range(3):
            arrays[i].data = &numbers[i] if i < self.n else NULL
            arrays[i].stride = 0
        d = px_family(self.kind, <px_type>t, arrays)
        for i in range(self.n):
            if not self._read(given[i], i, &numbers[i]):
                given = tuple([self._checked(given[i], i) for i in range(self.n)])
                if self._are_numbers(given, numbers):
                    break
                if self.check is not None:
                    self.check(*given)
                return _draw_each(
                    <CoreBitGenerator>bits, &d, _TYPE_NUMBERS[t], given, size, out,
                    threads,
                )
        if not self._fit(numbers):
            self.check(*given[: self.n])
        if size is not None or out is not None or threads is not None or t == PX_F32:
            found = (<CoreBitGenerator>bits)._draw(
                &d, _TYPE_NUMBERS[t], size, out, threads
            )
            if size is not None or out is not None:
                return found
            return int(found) if self.is_whole else float(found)
        if _enter(bits, &s):
            px_words_draw(&(<CoreBitGenerator>bits)._words, &d, 1, &value)
            _leave(&s)
        else:
            (<CoreBitGenerator>bits)._one(&d, &value)
        return value.whole if self.is_whole else value.real

    cdef bint _fit(self, _Number *numbers) noexcept:
        """Whether it is known without a call that numbers fit together."""
        cdef double n = numbers[0].real, p = numbers[1].real
        cdef int64_t good = numbers[0].whole, bad = numbers[1].whole
        if self.kind == PX_NEGATIVE_BINOMIAL:
            return (1 - p) * (n + 10 * sqrt(n)) / p <= _LARGEST_MEAN
        if self.kind == PX_HYPERGEOMETRIC:
            return max(good, bad) < 1000000000 and numbers[2].whole <= good + bad
        return self.check is None

    cdef bint _are_numbers(self, tuple arrays, _Number *numbers) except -1:
        """Whether all arrays have no axis; then they are numbers."""
        cdef int i
        for i in range(self.n):
            if cnp.PyArray_NDIM(arrays[i]) > 0:
                return False
            numbers[i] = (<_Number *>cnp.PyArray_DATA(arrays[i]))[0]
        return True


cdef cnp.ndarray _alphas(object alpha, bint *logarithms):
    """A copy of Dirichlet's shapes, and whether logarithms are needed.

    Logarithms do not underflow, and sums of what they stand for do not overflow. Of
    shapes that are all next to nothing only the ratios matter.
    """
    cdef cnp.ndarray shapes
    cdef double *x
    cdef double largest = 0
    cdef cnp.npy_intp i, n
    try:
        shapes = cnp.PyArray_FROM_OTF(
            alpha, cnp.NPY_DOUBLE,
            cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
            | cnp.NPY_ARRAY_ENSURECOPY,
        )
    except (TypeError, ValueError) as error:
        refused = TypeError if isinstance(error, TypeError) else ValueError
        raise refused(f"alpha must be a sequence of real numbers: {error}") from None
    if cnp.PyArray_NDIM(shapes) != 1:
        refused = TypeError if cnp.PyArray_NDIM(shapes) == 0 else ValueError
        raise refused(
            f"alpha must have one axis, got {cnp.PyArray_NDIM(shapes)} of them: "
            f"{alpha!r}"
        )
    n = cnp.PyArray_SIZE(shapes)
    x = <double *>cnp.PyArray_DATA(shapes)
    logarithms[0] = False
    for i in range(n):
        if x[i] < 0:
            raise ValueError(f"alpha < 0: expected numbers that are not, got {alpha}")
        logarithms[0] |= not 1 <= x[i] < 1e300
        largest = max(largest, x[i])
    if largest < 2.0 ** -500:
        for i in range(n):
            x[i] *= 2.0 ** 600
    return shapes


def draw_rows(generator, alpha, size, dtype, out, threads):
    """Draw rows of gamma variates, divided by their sums: Dirichlet's distribution.

    Parameters
    ----------
    generator
    alpha : array_like of float, shape (m,)
        The shapes.
    size, dtype, out, threads
        As `Family.draw`; the size is that of the rows, which have m entries each.
    """
    cdef void *bits = _bits_of(generator)
    cdef int t = _float_type_of(dtype, "dirichlet")
    cdef bint logarithms
    cdef cnp.ndarray shapes = _alphas(alpha, &logarithms)
    cdef cnp.npy_intp width = cnp.PyArray_SIZE(shapes)
    cdef cnp.ndarray array, rows
    cdef px_array[3] arrays
    cdef px_distribution d
    cdef _Axes axes
    cdef size_t n
    cdef double *data
    _checked_threads(threads)
    _read_size(size, &axes)
    if axes.n >= 0 or out is None:
        axes.n = max(axes.n, 0) + 1
        if axes.n > PX_EACH_AXES:
            raise ValueError(
                f"size must have at most {PX_EACH_AXES - 1} axes, got {axes.n - 1}"
            )
        axes.length[axes.n - 1] = width
    array = _array_to_fill(&axes, out, _TYPE_NUMBERS[t])
    axes = _axes_to_fill(array, out)
    if type(out) is Block and (<Block>out).shape[axes.n - 1:] != (width,):
        raise ValueError(
            f"shape must have {width} entries along its last axis, as alpha has, got "
            f"{(<Block>out).shape}"
        )
    if axes.n == 0 or axes.length[axes.n - 1] != width:
        raise ValueError(
            f"out must have {width} entries along its last axis, as alpha has, got the "
            f"shape {_as_tuple(&axes)}"
        )
    for i in range(3):
        arrays[i].data, arrays[i].stride = NULL, 0
    d = px_family(PX_LOG_GAMMA if logarithms else PX_GAMMA, PX_F64, arrays)
    parameters = (shapes,) if logarithms else (shapes, _as_array(1.0))
    place = rows = array
    if type(out) is Block:
        rows = None if (<Block>out).is_dry else _new_array(&axes, cnp.NPY_DOUBLE)
        place = (<Block>out).like(rows)
    elif t != PX_F64:
        place = rows = _new_array(&axes, cnp.NPY_DOUBLE)
    _draw_each(
        <CoreBitGenerator>bits, &d, cnp.NPY_DOUBLE, parameters, None, place, threads
    )
    if rows is None:
        return out
    n = cnp.PyArray_SIZE(rows)
    data = <double *>cnp.PyArray_DATA(rows)
    if width > 0 and n <= SMALL_FILL:
        px_divide_rows(data, n // width, width, logarithms)
    elif width > 0:
        with nogil:
            px_divide_rows(data, n // width, width, logarithms)
    if rows is not array:
        array[...] = rows
    return array if out is None else out


cdef cnp.ndarray _probabilities(object pvals):
    """Rows of probabilities, checked as NumPy checks them."""
    cdef cnp.ndarray p = cnp.PyArray_FROM_OTF(
        pvals, cnp.NPY_DOUBLE, cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
    )
    cdef int axes = cnp.PyArray_NDIM(p)
    cdef cnp.npy_intp i, n = cnp.PyArray_SIZE(p)
    cdef cnp.npy_intp columns = cnp.PyArray_DIMS(p)[axes - 1] if axes > 0 else 0
    cdef const double *x = <const double *>cnp.PyArray_DATA(p)
    cdef double total = 0
    if columns == 0:
        raise ValueError(
            "pvals must have at least 1 dimension and the last dimension of pvals must "
            f"be greater than 0, got the shape {(<object>p).shape}"
        )
    for i in range(n):
        if not 0 <= x[i] <= 1:
            raise ValueError(
                f"pvals < 0, pvals > 1 or pvals contains NaNs: got {x[i]}"
            )
        if (i + 1) % columns == 0:
            if total > 1 + 1e-12:
                raise ValueError(
                    f"sum(pvals[:-1]) > 1.0: as float64 these are {total} together"
                )
            total = 0
        else:
            total += x[i]
    return p


cdef px_array _rows_of(cnp.ndarray array, cnp.npy_intp rows, cnp.npy_intp length):
    """So many numbers for each row, or the same for all."""
    cdef px_array found
    found.data = cnp.PyArray_DATA(array)
    found.stride = length if cnp.PyArray_SIZE(array) == rows * length else 0
    return found


cdef _Axes _rows(cnp.ndarray n, cnp.ndarray p, object size) except *:
    """The shape of rows, without a size that of what is broadcast together."""
    cdef _Axes axes = _axes_of(p), given
    axes.n -= 1
    axes = _broadcast(axes, _axes_of(n))
    _read_size(size, &given)
    if given.n < 0:
        return axes
    if axes.n > 0:
        together, shape = _as_tuple(&axes), _as_tuple(&given)
        if np.broadcast_shapes(together, shape) != shape:
            raise ValueError(
                f"Output size {shape} is not compatible with broadcast dimensions of "
                f"inputs {together}. They must broadcast to size."
            )
    return given


# Of a list of up to so many floats no array is made.
cdef enum:
    FEW_COLUMNS = 32


cdef object _one_row(CoreBitGenerator bits, int64_t n, tuple pvals):
    """Draw a row of counts; None where there is more to look at."""
    cdef double[FEW_COLUMNS] p
    cdef double total = 0
    cdef cnp.npy_intp i, columns = len(pvals)
    cdef cnp.ndarray array
    cdef px_multinomial rows
    cdef px_stream stream
    cdef uint64_t first
    if n < 0 or not 0 < columns <= FEW_COLUMNS:
        return None
    for i in range(columns):
        if type(pvals[i]) is not float:
            return None
        p[i] = pvals[i]
        if not 0 <= p[i] <= 1 or total > 1 + 1e-12:
            return None
        total += p[i]
    array = cnp.PyArray_EMPTY(1, &columns, cnp.NPY_INT64, 0)
    rows.columns = columns
    rows.n.data, rows.n.stride = &n, 0
    rows.p.data, rows.p.stride = p, 0
    stream = bits._take(columns, 4, &first)
    px_fill_multinomial(
        &stream, &rows, first, 0, 1, <int64_t *>cnp.PyArray_DATA(array)
    )
    return array


def draw_multinomial(generator, n, pvals, size, out, threads):
    """Draw rows of counts, for numpy.random.Generator.multinomial.

    Parameters
    ----------
    generator : numpy.random.Generator
        One on a CoreBitGenerator.
    n, pvals, size, out, threads
        As the method has them.

    Returns
    -------
    ndarray
        The counts; `out` if it was given.
    """
    cdef CoreBitGenerator bits = <CoreBitGenerator>_bits_of(generator)
    cdef int n_threads = _checked_threads(threads)
    cdef cnp.ndarray trials, p, array
    cdef cnp.npy_intp i
    cdef int64_t one
    cdef _Axes axes
    cdef _Memory memory
    cdef px_multinomial rows
    cdef px_stream stream
    cdef uint64_t first
    if size is None and out is None and type(pvals) is list and whole_number(n, &one):
        row = _one_row(bits, one, tuple(pvals))
        if row is not None:
            return row
    trials, p = _counts(n, "n"), _probabilities(pvals)
    for i in range(cnp.PyArray_SIZE(trials)):
        if (<int64_t *>cnp.PyArray_DATA(trials))[i] < 0:
            raise ValueError(f"n < 0, got {trials.ravel()[i]}")
    rows.columns = cnp.PyArray_DIMS(p)[cnp.PyArray_NDIM(p) - 1]
    if size is None and out is not None:
        size = np.shape(out)[:-1]
    axes = _rows(trials, p, size)
    if cnp.PyArray_NDIM(trials) > 0:
        trials = np.ascontiguousarray(np.broadcast_to(trials, _as_tuple(&axes)))
    if cnp.PyArray_NDIM(p) > 1:
        shape = (*_as_tuple(&axes), rows.columns)
        p = np.ascontiguousarray(np.broadcast_to(p, shape))
    if axes.n == PX_EACH_AXES:
        raise ValueError(f"size must have fewer than {PX_EACH_AXES} dimensions")
    axes.length[axes.n] = rows.columns
    axes.n += 1
    if out is not None:
        given = _shared(out)
        trials = trials.copy() if np.may_share_memory(given, trials) else trials
        p = p.copy() if np.may_share_memory(given, p) else p
    array = _array_to_fill(&axes, out, cnp.NPY_INT64)
    memory = _memory_of(array)
    n_threads = _thread_count(n_threads, memory.n, SAMPLE_COST)
    stream = bits._take(memory.n, 4, &first)
    memory.n //= <cnp.npy_intp>rows.columns
    memory.item_size *= rows.columns
    rows.n = _rows_of(trials, memory.n, 1)
    rows.p = _rows_of(p, memory.n, rows.columns)
    _fill(stream, NULL, first, memory, n_threads, NULL, NULL, &rows)
    return array if out is None else out
