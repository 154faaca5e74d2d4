# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: bfloat16 memory from DLPack, which NumPy does not take."""

cdef extern from *:
    """
    #include <numpy/arrayobject.h>

    /* DLPack's structures as far as they are read here: dlpack.h of version 1.0. */
    typedef struct {
        void *data;
        int32_t device_type, device_id;
        int32_t ndim;
        uint8_t code, bits;
        uint16_t lanes;
        int64_t *shape, *strides;
        uint64_t byte_offset;
    } dl_tensor;

    typedef struct {
        uint32_t major, minor;
        void *context;
        void (*deleter)(void *);
        uint64_t flags;
        dl_tensor tensor;
    } dl_managed_tensor;

    enum { DL_CPU = 1, DL_BFLOAT = 4 };
    """
    ctypedef struct dl_tensor:
        void *data
        int32_t device_type
        int32_t ndim
        uint8_t code
        uint8_t bits
        uint16_t lanes
        int64_t *shape
        int64_t *strides
        uint64_t byte_offset

    ctypedef struct dl_managed_tensor:
        uint32_t major
        uint64_t flags
        dl_tensor tensor

    enum:
        DL_CPU
        DL_BFLOAT

    object new_array "PyArray_New" (
        PyTypeObject *, int, const cnp.npy_intp *, int, const cnp.npy_intp *, void *,
        int, int, void *
    )


cdef object _lent_bfloat16(object owner):
    """An array on an object's bfloat16 values, if DLPack lends them to be written.

    Only DLPack 1.0 tells what is read-only.
    """
    cdef cnp.npy_intp[64] shape, strides
    cdef cnp.ndarray array
    cdef dl_managed_tensor *lent
    cdef dl_tensor *t
    cdef int i
    try:
        capsule = owner.__dlpack__(max_version=(1, 0))
    except (BufferError, RuntimeError, TypeError, ValueError):
        return None
    if not PyCapsule_IsValid(capsule, "dltensor_versioned"):
        return None
    lent = <dl_managed_tensor *>PyCapsule_GetPointer(capsule, "dltensor_versioned")
    t = &lent.tensor
    # No flags: neither read-only nor a copy.
    if lent.major != 1 or lent.flags != 0 or t.device_type != DL_CPU:
        return None
    if t.code != DL_BFLOAT or t.bits != 16 or t.lanes != 1 or t.ndim > 64:
        return None
    for i in range(t.ndim):
        shape[i] = t.shape[i]
        strides[i] = 2 * t.strides[i] if t.strides != NULL else 0
    array = new_array(
        <PyTypeObject *>np.ndarray, t.ndim, shape, cnp.NPY_UINT16,
        strides if t.strides != NULL else NULL,
        <char *>t.data + t.byte_offset, 0, cnp.NPY_ARRAY_CARRAY, NULL
    )
    # A capsule that nobody renames frees the tensor itself.
    cnp.set_array_base(array, capsule)
    return array.view(bfloat16())
