/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The public C interface of philoxseed: streams of Philox4x32-10 words and the
 * distributions that are made of them.  Nothing here knows Python, NumPy, graphs
 * or seeds.
 */
#ifndef PX_PHILOX_H
#define PX_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A 128-bit block counter, little end first. */
typedef struct px_counter {
    uint64_t lo, hi;
} px_counter;

/* A stream is a key and a counter.  Block b of the stream is Philox4x32-10 of
 * (counter + b, key): four 32-bit words, in order; the sum wraps at 2^128.  The low
 * half of the key is Philox's first key word, the low half of counter.lo its first
 * counter word. */
typedef struct px_stream {
    uint64_t key;
    px_counter counter;
} px_stream;

typedef enum px_kind {
    PX_BITS = 0,         /* words, or pairs of words: u32, u64 */
    PX_UNIFORM,          /* u * scale + offset, u in [0, 1): f16, bf16, f32, f64 */
    PX_INTEGERS,         /* low + (bits mod range): i32, i64 */
    PX_NORMAL,           /* z * scale + offset, z standard normal: f16 ... f64 */
    PX_TRUNCATED_NORMAL, /* the same, z only where |z| < 2 */
    PX_KINDS
} px_kind;

typedef enum px_type {
    PX_U32 = 0,
    PX_U64,
    PX_I32,
    PX_I64,
    PX_F16,
    PX_BF16, /* stored as uint16_t bit patterns, as PX_F16 */
    PX_F32,
    PX_F64,
    PX_TYPES
} px_type;

/* What to fill with.  `scale` and `offset` must be exact in the type; each product
 * and each sum is rounded to the type, in that order, and never fused.  An offset of
 * -0.0 adds nothing, not even to the sign of a zero.  `low` is two's complement; a
 * `range` of 0 means all 2^32 or 2^64 values of the type. */
typedef struct px_distribution {
    px_kind kind;
    px_type type;
    double scale, offset;
    uint64_t low, range;
} px_distribution;

/* Write elements [first, first + n) of a distribution over a stream to out[0..n).
 *
 * Element i is a pure function of (stream, distribution, i): it depends neither on
 * `first` and `n`, so a fill may be cut anywhere and its pieces be filled in any
 * order and by any thread, nor on the instruction set or the machine.  Which words
 * an element takes:
 *
 *   32-bit and narrower uniforms, bits and integers   word i
 *   64-bit ones                                       words 2i and 2i + 1
 *   normals up to 32 bits                             the pair of words that holds i
 *   float64 normals                                   the block that holds 2i
 *   truncated normals                                 as many blocks as it takes from
 *                                                     64 * G * (i / G), G = 4; 2 if f64
 *
 * `out` needs the alignment of its type only, may not overlap the arguments, and
 * nothing outside out[0..n) is touched; n = 0 does nothing.  Takes no lock, keeps no
 * state, allocates nothing.  Returns 0, or -1 (and writes nothing) where the kind
 * does not come in the type. */
int px_fill(const px_stream *stream, const px_distribution *distribution,
            uint64_t first, size_t n, void *out);

/* Write TensorFlow's random permutation of 0 .. n-1 (Fisher-Yates over one word for
 * each of the first n - 1 places).  Sequential: it cannot be cut.  n < 2^32. */
void px_permutation(const px_stream *stream, size_t n, int64_t *out);

/* counter + blocks, modulo 2^128. */
px_counter px_counter_add(px_counter counter, uint64_t blocks);

/* The kernels that this build holds and this machine can run, in order of
 * preference; NULL past the end. */
const char *px_simd_available(size_t index);

/* The name of the kernel in use. */
const char *px_simd_active(void);

/* Use the named kernel from now on, in every thread; NULL for the preferred one.
 * Returns 0, or -1 (and changes nothing) where it is not available. */
int px_simd_force(const char *name);

#ifdef __cplusplus
}
#endif
#endif
