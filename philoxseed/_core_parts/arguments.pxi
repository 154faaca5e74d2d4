# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: what the generator's methods are given, and where they find it."""

cdef extern from *:
    """
    #define is_a(x, class) PyObject_TypeCheck((PyObject *)(x), (PyTypeObject *)(class))

    /* Where numpy.random.Generator keeps its bit generator; 0 if that is not known. */
    static Py_ssize_t bits_offset;
    #define bits_in(generator) (*(void **)((char *)(generator) + bits_offset))

    /* Whether x is a real number of Python's or NumPy's, and that number.  Reading it
     * runs no code but theirs. */
    static int real_number(PyObject *x, double *value)
    {
        if (PyFloat_CheckExact(x) || PyLong_CheckExact(x) || PyFloat_Check(x) ||
            PyArray_IsScalar(x, Integer) || PyArray_IsScalar(x, Floating)) {
            *value = PyFloat_AsDouble(x);
            if (*value != -1 || !PyErr_Occurred())
                return 1;
            PyErr_Clear();
        }
        return 0;
    }

    /* The same for integers of 64 bits with a sign. */
    static int whole_number(PyObject *x, int64_t *value)
    {
        int overflow = 0;
        if (PyLong_CheckExact(x)) {
            *value = PyLong_AsLongLongAndOverflow(x, &overflow);
            return !overflow;
        }
        if (!PyArray_IsScalar(x, Integer))
            return 0;
        PyObject *number = PyNumber_Index(x);
        if (!number) {
            PyErr_Clear();
            return 0;
        }
        *value = PyLong_AsLongLongAndOverflow(number, &overflow);
        Py_DECREF(number);
        return !overflow;
    }
    """
    bint is_a(void *, object)
    Py_ssize_t bits_offset
    void *bits_in(object)
    object new_scalar "PyArray_Scalar" (void *, cnp.dtype, void *)
    bint real_number(object, double *)
    bint whole_number(object, int64_t *)


cdef object _NUMPYS = _Generator


cdef Py_ssize_t _find_bits_offset() except -1:
    """Where the bit generator is in the memory of a Generator, by looking for it."""
    cdef Py_ssize_t found = 0, at
    for _ in range(2):
        bits = np.random.PCG64(0)
        generator = _Generator(bits)
        at = object.__basicsize__
        while at + <Py_ssize_t>sizeof(void *) <= _Generator.__basicsize__:
            if (<void **>(<char *><void *>generator + at))[0] == <void *>bits:
                break
            at += sizeof(void *)
        else:
            return 0
        if found not in (0, at):
            return 0
        found = at
    return found


bits_offset = _find_bits_offset()

cdef inline void *_bits_of(object generator) except NULL:
    """The CoreBitGenerator of a Generator, which holds it."""
    cdef void *bits
    if bits_offset != 0 and is_a(<void *>generator, _NUMPYS):
        bits = bits_in(generator)
        if is_a(bits, CoreBitGenerator):
            return bits
    return _checked_bits_of(generator)


cdef void *_checked_bits_of(object generator) except NULL:
    if not isinstance(generator, _Generator):
        raise TypeError(f"self must be a Generator, not {_type_name(generator)}")
    bits = generator._bit_generator
    if not isinstance(bits, CoreBitGenerator):
        raise TypeError(
            "the generator must have been made with a Philox4x32, not with "
            + _type_name(bits)
        )
    return <void *>bits


cdef inline bint _enter(void *bits, section *s) noexcept:
    """Enter the section of a bit generator's lock, if that is open to this thread."""
    enter_section(s, <void *>(<CoreBitGenerator>bits)._lock)
    if (<CoreBitGenerator>bits)._lock._is_open():
        return True
    leave_section(s)
    return False


cdef inline void _leave(section *s) noexcept:
    leave_section(s)


# Float dtypes: by what is often passed as one.
cdef dict _float_types = {
    name: t
    for t in (PX_F32, PX_F64)
    for dtype in (_DTYPES[<int>t],)
    for name in (dtype, dtype.type, dtype.name, dtype.str, dtype.str[1:])
}

# Integer dtypes: by what NumPy's integers takes as one, a number of the list.
cdef struct _Integer:
    int type_number
    px_type type
    int64_t smallest
    uint64_t largest

cdef enum:
    N_INTEGERS = 9
    INT64 = 7

cdef _Integer[N_INTEGERS] _integers
cdef tuple _integer_dtypes = tuple([
    np.dtype(name)
    for name in (
        "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"
    )
])
cdef dict _integer_numbers = {int: INT64, bool: 0}


def _list_integers():
    widths = {1: PX_U8, 2: PX_U16, 4: PX_U32, 8: PX_U64}
    for i, dtype in enumerate(_integer_dtypes):
        bits = 8 * dtype.itemsize if dtype.kind != "b" else 1
        _integers[i].type_number = dtype.num
        _integers[i].type = <px_type><int>widths[dtype.itemsize]
        _integers[i].smallest = -(1 << bits - 1) if dtype.kind == "i" else 0
        _integers[i].largest = (1 << bits - (dtype.kind == "i")) - 1
        for name in (dtype, dtype.type, dtype.name, dtype.str, dtype.str[1:]):
            _integer_numbers[name] = i


_list_integers()


cdef int _integer_number(object dtype) except -1:
    if dtype is _INT64 or dtype is _int64:
        return INT64
    # A try block would cost more than all the rest.
    cdef PyObject *number = PyDict_GetItemWithError(_integer_numbers, dtype)
    if number != NULL:
        return <object>number
    PyErr_Clear()
    found = np.dtype(dtype)
    if found in _integer_numbers:
        return _integer_numbers[found]
    if found.newbyteorder("=") in _integer_numbers:
        raise ValueError(
            f"dtype must be in this machine's byte order, got {found.str!r}: draw "
            f"{found.name}, and convert what was drawn by astype"
        )
    raise TypeError(
        f"Unsupported dtype {found!r} for integers: expected "
        + ", ".join([known.name for known in _integer_dtypes])
    )


cdef object _integer_object(int number, uint64_t x, object dtype):
    """A value as NumPy gives it: Python's own types where they were asked for."""
    cdef uint8_t u8
    cdef uint16_t u16
    cdef uint32_t u32
    cdef void *value = &x
    if dtype is int:
        return <int64_t>x
    if dtype is bool:
        return x != 0
    if _integers[number].type == PX_U8:
        u8 = <uint8_t>x
        value = &u8
    elif _integers[number].type == PX_U16:
        u16 = <uint16_t>x
        value = &u16
    elif _integers[number].type == PX_U32:
        u32 = <uint32_t>x
        value = &u32
    return new_scalar(value, _integer_dtypes[number], NULL)


cdef object _integer(object x):
    """As NumPy takes limits: fractions are cut off."""
    try:
        return operator.index(x)
    except TypeError:
        return int(x)


# What the methods have by default, as signatures of built-in functions show it.
cdef str _FLOAT64 = sys.intern("float64")
cdef str _INT64 = sys.intern("int64")


cdef inline bint _is_float64(object dtype) noexcept:
    """Whether it is one of the two that are passed most."""
    return dtype is _FLOAT64 or dtype is _float64


cdef int _float_type_of(object dtype, str method) except -1:
    """PX_F32 or PX_F64."""
    if _is_float64(dtype):
        return PX_F64
    cdef PyObject *t = PyDict_GetItemWithError(_float_types, dtype)
    if t != NULL:
        return <object>t
    PyErr_Clear()
    found = np.dtype(dtype)
    if found in _float_types:
        return _float_types[found]
    raise TypeError(
        f"Unsupported dtype {found!r} for {method}: expected float32, float64"
    )


cdef object _parameter(object x, str name):
    """A float, or an array of float64 with an axis, of what NumPy takes for one."""
    cdef double value
    if real_number(x, &value):
        return value
    if isinstance(x, (float, int)):
        return _real(x, name)
    try:
        array = cnp.PyArray_FROM_OTF(
            x, cnp.NPY_DOUBLE, cnp.NPY_ARRAY_IN_ARRAY | cnp.NPY_ARRAY_ENSUREARRAY
        )
    except (TypeError, ValueError) as error:
        refused = TypeError if isinstance(error, TypeError) else ValueError
        raise refused(f"{name} must be a real number or an array of them: {error}")
    return array if cnp.PyArray_NDIM(array) > 0 else _real(x, name)


cdef cnp.ndarray _as_array(object x):
    """An array of a _parameter."""
    cdef cnp.ndarray array
    if type(x) is not float:
        return x
    array = cnp.PyArray_EMPTY(0, NULL, cnp.NPY_DOUBLE, 0)
    (<double *>cnp.PyArray_DATA(array))[0] = x
    return array
