# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: which draws need the arithmetic of _subnormals.py."""

cdef double SAFE_SCALE_F32 = _subnormals.SAFE_SCALE_F32
cdef double SAFE_OFFSET_F32 = _subnormals.SAFE_OFFSET_F32
cdef double SAFE_SCALE_F64 = _subnormals.SAFE_SCALE_F64
cdef double SAFE_OFFSET_F64 = _subnormals.SAFE_OFFSET_F64


cdef bint _may_flush(int t, double scale, double offset) noexcept:
    """Whether scale and offset are so small that a value could be subnormal."""
    if t == PX_F16:
        return False
    if t == PX_F64:
        return (scale != 0 and fabs(scale) < SAFE_SCALE_F64) or (
            offset != 0 and fabs(offset) < SAFE_OFFSET_F64
        )
    return (scale != 0 and fabs(scale) < SAFE_SCALE_F32) or (
        offset != 0 and fabs(offset) < SAFE_OFFSET_F32
    )


cdef double _flushed_real(double x, int t) except? -1.0:
    """A real number rounded to a float type, and flushed."""
    return float(_subnormals.flushed(np.array(_rounded(x, t), _dtype_of(t))))
