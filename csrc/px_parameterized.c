/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Normals cut at any limits.  Sequential: how many blocks a value takes is known only
 * when it is drawn.
 */
#include "px_sampling.h"
#include "px_special.h"

#define PX_READ_BLOCKS 64 /* a whole multiple of every batch */

/* Blocks one after the other, made some at a time. */
typedef struct {
    const px_kernels *kernels;
    uint64_t key;
    px_counter counter;
    size_t left;
    PX_ALIGN64 uint32_t words[4 * PX_READ_BLOCKS];
} px_reader;

static const uint32_t *px_read_block(px_reader *r)
{
    if (r->left == 0) {
        px_counter one = {1, 0};
        r->kernels->blocks(r->key, r->counter, one, PX_READ_BLOCKS, r->words);
        r->counter = px_counter_add(r->counter, PX_READ_BLOCKS);
        r->left = PX_READ_BLOCKS;
    }
    return r->words + 4 * (PX_READ_BLOCKS - r->left--);
}

/* A float that float16 has: to nearest, ties to even. */
static inline float round_f16(float x)
{
    float size = fabsf(x);
    if (size < 0x1p-14f)
        return copysignf((size + 0.5f) - 0.5f, x);
    if (!(size < 65520.0f))
        return x == x ? copysignf(HUGE_VALF, x) : x;
    uint32_t bits = px_bits_from_float(x);
    bits += 0xfffu + (bits >> 13 & 1);
    return px_float_from_bits(bits & ~0x1fffu);
}

static inline float logf_any(float x)
{
    return x > 0 ? px_logf((double)x) : -HUGE_VALF;
}

static inline float expf_f16(float x)
{
    return round_f16(px_expf(x));
}

static inline float logf_f16(float x)
{
    return round_f16(logf_any(x));
}

static inline void uniforms_f16(const uint32_t *w, float u[4])
{
    for (int i = 0; i < 4; i++)
        u[i] = (float)(w[i] & 0x3ffu) * 0x1p-10f;
}

static inline void uniforms_f32(const uint32_t *w, float u[4])
{
    for (int i = 0; i < 4; i++)
        u[i] = px_unit_f32(w[i]);
}

static inline void uniforms_f64(const uint32_t *w, double u[4])
{
    u[0] = px_unit_f64(w[0], w[1]);
    u[1] = px_unit_f64(w[2], w[3]);
}

static inline void normals_f32(const uint32_t *w, float z[4])
{
    px_kernels_scalar.normal_f32(w, 4, 1.0f, PX_NOTHING, z);
}

static inline void normals_f16(const uint32_t *w, float z[4])
{
    normals_f32(w, z);
    for (int i = 0; i < 4; i++)
        z[i] = round_f16(z[i]);
}

static inline void normals_f64(const uint32_t *w, double z[4])
{
    px_kernels_scalar.normal_f64(w, 4, 1.0, PX_NOTHING, z);
}

#define REAL      float
#define R         round_f16
#define EXP       expf_f16
#define LOG       logf_f16
#define SQRT      sqrtf
#define PER_BLOCK 4
#define UNIFORMS  uniforms_f16
#define NORMALS   normals_f16
#define NAME      chunk_f16
#include "px_parameterized-inl.h"

#define REAL      float
#define R         px_flush_f32
#define EXP       px_expf
#define LOG       logf_any
#define SQRT      sqrtf
#define PER_BLOCK 4
#define UNIFORMS  uniforms_f32
#define NORMALS   normals_f32
#define NAME      chunk_f32
#include "px_parameterized-inl.h"

#define REAL      double
#define R         px_flush_f64
#define EXP       px_exp
#define LOG       px_log_any
#define SQRT      sqrt
#define PER_BLOCK 2
#define UNIFORMS  uniforms_f64
#define NORMALS   normals_f64
#define NAME      chunk_f64
#include "px_parameterized-inl.h"

int px_parameterized(const px_stream *stream, px_type type, const double *parameters,
                     size_t stride, size_t first_size, size_t size, size_t n, void *out)
{
    px_reader r;
    r.kernels = px_kernels_active();
    r.key = stream->key;
    r.counter = stream->counter;
    r.left = 0;
    int status = 0;
    for (size_t done = 0, m = first_size; done < n && !status; done += m, m = size) {
        m = n - done < m ? n - done : m;
        if (type == PX_F64)
            status = chunk_f64(&r, parameters, m, (double *)out + done);
        else if (type == PX_F32)
            status = chunk_f32(&r, parameters, m, (float *)out + done);
        else
            status = chunk_f16(&r, parameters, m, (float *)out + done);
        parameters += stride;
    }
    return status;
}
