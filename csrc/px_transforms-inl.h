/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Transforms over vectors: px_transforms.h's functions, operation by operation.
 * Included once in each kernel file, below px_real-inl.h and the operations that differ
 * between instruction sets; no include guard for that reason.  Wants, beside what the
 * files above it have listed, less_f64 and
 *
 *   ceil_i64      upwards to integers, of numbers from 1 to 2^63
 *
 * A transform has two functions: one makes numbers of its parameters, which is done
 * once where these are the same for all values; the other makes up to INVERSE_VECTORS
 * vectors of values, side by side, of the bits of pairs.
 */

#define EACH(i, n) PX_UNROLL for (int i = 0; i < (n); i++)

typedef struct {
    vec v[5];
} transform_numbers;

PX_INLINE vec complement(vec bits)
{
    return xor2(bits, splat(UINT64_MAX));
}

PX_INLINE void standard_exponentials(const vec *bits, int n, vec *e)
{
    log_vectors v;
    EACH(j, n) split_exponential(bits[j], &v.f[j], &v.k[j], &v.row[j]);
    minus_logs_f64(&v, n, e);
}

/* -log v. */
PX_INLINE void other_exponentials(const vec *bits, int n, vec *e)
{
    real_vectors others;
    EACH(j, n) others[j] = complement(bits[j]);
    standard_exponentials(others, n, e);
}

PX_INLINE vec with_side(vec bits, vec x)
{
    return xor_sign_f64(x, complement(bits));
}

PX_INLINE vec inverse_of(vec x, double sign)
{
    return div_f64(splat_f64(sign), x);
}

PX_INLINE void numbers_as_they_are(const vec *p, transform_numbers *t)
{
    for (int i = 0; i < 3; i++)
        t->v[i] = p[i];
}

#define lognormal_numbers       numbers_as_they_are
#define laplace_numbers         numbers_as_they_are
#define logistic_numbers        numbers_as_they_are
#define gumbel_numbers          numbers_as_they_are
#define rayleigh_numbers        numbers_as_they_are
#define standard_cauchy_numbers numbers_as_they_are

/* Of normals, not of bits. */
PX_INLINE void lognormal_of(const vec *z, int n, const transform_numbers *t, vec *x)
{
    EACH(j, n) x[j] = add_f64(mul_f64(z[j], t[j].v[1]), t[j].v[0]);
    real_exps(x, n, x);
}

/* The parts of a logarithm near to 0 in place of the others. */
PX_INLINE void where_near(mask is_near, vec f, vec row, log_vectors *v, int j)
{
    v->f[j] = where(is_near, f, v->f[j]);
    v->k[j] = where(is_near, splat_f64(0.0), v->k[j]);
    v->row[j] = where(is_near, row, v->row[j]);
}

PX_INLINE void laplace_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    log_vectors v;
    EACH(j, n)
    {
        vec w = lesser(bits[j]), rest = sub_u64(splat(0), w);
        split_half(fraction_u64(add_u64(w, w)), &v.f[j], &v.k[j], &v.row[j]);
        where_near(negative_u64(w), minus(fraction_u64(rest)),
                   shift_right_u64(rest, 11), &v, j);
    }
    minus_logs_f64(&v, n, x);
    EACH(j, n) x[j] = fma_f64(with_side(bits[j], x[j]), t[j].v[1], t[j].v[0]);
}

PX_INLINE void logistic_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    log_vectors v;
    EACH(j, n)
    {
        vec w = lesser(bits[j]), y = fraction_u64(w);
        vec d = fma_f64(y, splat_f64(-0.5), splat_f64(1.0));
        mask is_near = less_f64(splat_f64(0.6875), y);
        vec rest = fraction_u64(sub_u64(splat(0), w));
        vec ratio = div_f64(where(is_near, rest, y), d);
        split_half(ratio, &v.f[j], &v.k[j], &v.row[j]);
        vec row = fma_f64(ratio, splat_f64(2.0), splat_f64(1.0));
        where_near(is_near, minus(ratio), row, &v, j);
    }
    minus_logs_f64(&v, n, x);
    EACH(j, n) x[j] = fma_f64(with_side(bits[j], x[j]), t[j].v[1], t[j].v[0]);
}

PX_INLINE void gumbel_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    other_exponentials(bits, n, x);
    real_logs(x, n, x);
    EACH(j, n) x[j] = fma_f64(minus(x[j]), t[j].v[1], t[j].v[0]);
}

PX_INLINE void rayleigh_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    standard_exponentials(bits, n, x);
    EACH(j, n) x[j] = mul_f64(sqrt_f64(add_f64(x[j], x[j])), t[j].v[0]);
}

PX_INLINE void weibull_numbers(const vec *p, transform_numbers *t)
{
    t->v[0] = inverse_of(p[0], 1.0);
    t->v[1] = and2(p[0], splat(0x7fffffffffffffff));
}

PX_INLINE void weibull_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    real_vectors powers;
    EACH(j, n) powers[j] = t[j].v[0];
    standard_exponentials(bits, n, x);
    real_pows_of_normals(x, powers, n, x);
    EACH(j, n) x[j] = where(less_f64(t[j].v[1], splat(1)), splat(0), x[j]);
}

PX_INLINE void pareto_numbers(const vec *p, transform_numbers *t)
{
    t->v[0] = inverse_of(p[0], 1.0);
}

PX_INLINE void pareto_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    standard_exponentials(bits, n, x);
    EACH(j, n) x[j] = mul_f64(x[j], t[j].v[0]);
    real_expm1s(x, n, x);
}

PX_INLINE void power_numbers(const vec *p, transform_numbers *t)
{
    t->v[0] = inverse_of(p[0], -1.0);
}

PX_INLINE void power_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    other_exponentials(bits, n, x);
    EACH(j, n) x[j] = mul_f64(x[j], t[j].v[0]);
    real_exps(x, n, x);
}

PX_INLINE void standard_cauchy_of(const vec *bits, int n, const transform_numbers *t,
                                  vec *x)
{
    (void)t;
    EACH(j, n)
    {
        vec w = lesser(bits[j]), rest = sub_u64(splat(0), w);
        mask is_middle = negative_u64(w);
        vec y = mul_f64(fraction_u64(where(is_middle, rest, w)), splat_f64(0.5));
        vec y2 = mul_f64(y, y), b = real_polynomial(y2, px_tangent_b, 3);
        vec a = mul_f64(y, real_polynomial(y2, px_tangent_a, 3));
        x[j] = div_f64(where(is_middle, a, b), where(is_middle, b, a));
        x[j] = with_side(bits[j], x[j]);
    }
}

PX_INLINE void triangular_numbers(const vec *p, transform_numbers *t)
{
    vec base = sub_f64(p[2], p[0]), left_base = sub_f64(p[1], p[0]);
    vec ratio = div_f64(left_base, base);
    t->v[0] = p[0];
    t->v[1] = p[2];
    t->v[2] = where(less_f64(ratio, splat_f64(HUGE_VAL)), ratio, splat_f64(-1.0));
    t->v[3] = mul_f64(left_base, base);
    t->v[4] = mul_f64(sub_f64(p[2], p[1]), base);
}

PX_INLINE void triangular_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    EACH(j, n)
    {
        vec y = fraction_u64(lesser(bits[j])), near = mul_f64(y, splat_f64(0.5));
        vec far = fma_f64(y, splat_f64(-0.5), splat_f64(1.0));
        mask is_upper = negative_u64(bits[j]);
        vec v = where(is_upper, far, near), rest = where(is_upper, near, far);
        mask is_right = less_f64(t[j].v[2], v);
        vec product = where(is_right, t[j].v[4], t[j].v[3]);
        vec root = sqrt_f64(mul_f64(where(is_right, rest, v), product));
        x[j] = where(is_right, sub_f64(t[j].v[1], root), add_f64(t[j].v[0], root));
    }
}

PX_INLINE void geometric_numbers(const vec *p, transform_numbers *t)
{
    t->v[0] = inverse_of(real_log1p(minus(p[0])), -1.0);
}

/* Integers, not doubles. */
PX_INLINE void geometric_of(const vec *bits, int n, const transform_numbers *t, vec *x)
{
    standard_exponentials(bits, n, x);
    EACH(j, n)
    {
        vec units = mul_f64(x[j], t[j].v[0]);
        mask is_small = less_f64(units, splat_f64(0x1p63));
        units = where(less_f64(splat_f64(1.0), units), units, splat_f64(1.0));
        x[j] = where(is_small, ceil_i64(units), splat(INT64_MAX));
    }
}

PX_INLINE vec parameters_at(const px_parameter *of, size_t i)
{
    return of->stride ? load(of->data + i) : splat_f64(*of->data);
}

/* Values [i, i + LANES * n_vectors), of numbers that are made for each vector where the
 * parameters change. */
#define TRANSFORM_LOOP(name, n_parameters, type, load_from)                            \
    PX_INLINE void name##_vectors(const type *from, size_t i, int n_vectors,           \
                                  const px_parameter *of, int changing,                \
                                  transform_numbers *t, vec *x)                        \
    {                                                                                  \
        real_vectors bits;                                                             \
        for (int j = 0; changing && j < n_vectors; j++) {                              \
            vec p[3] = {splat(0), splat(0), splat(0)};                                 \
            for (int k = 0; k < n_parameters; k++)                                     \
                p[k] = parameters_at(&of[k], i + LANES * (size_t)j);                   \
            name##_numbers(p, &t[j]);                                                  \
        }                                                                              \
        EACH(j, n_vectors) bits[j] = load_from(from, i + LANES * (size_t)j);           \
        name##_of(bits, n_vectors, t, x);                                              \
    }                                                                                  \
                                                                                       \
    static void name##_loop(const type *from, size_t n, const px_parameter *of,        \
                            double *out)                                               \
    {                                                                                  \
        enum { LARGE = LANES * INVERSE_VECTORS };                                      \
        transform_numbers t[INVERSE_VECTORS];                                          \
        real_vectors x;                                                                \
        vec p[3] = {splat(0), splat(0), splat(0)};                                     \
        int changing = 0;                                                              \
        size_t i = 0;                                                                  \
        for (int k = 0; k < n_parameters; k++) {                                       \
            p[k] = parameters_at(&of[k], 0);                                           \
            changing |= of[k].stride != 0;                                             \
        }                                                                              \
        name##_numbers(p, &t[0]);                                                      \
        for (int j = 1; j < INVERSE_VECTORS; j++)                                      \
            t[j] = t[0];                                                               \
        for (; i + LARGE <= n; i += LARGE) {                                           \
            name##_vectors(from, i, INVERSE_VECTORS, of, changing, t, x);              \
            EACH(j, INVERSE_VECTORS) store(out + i + LANES * j, x[j]);                 \
        }                                                                              \
        for (; i < n; i += LANES) {                                                    \
            name##_vectors(from, i, 1, of, changing, t, x);                            \
            store_up_to(out + i, x[0], n - i);                                         \
        }                                                                              \
    }

/* The first n lanes, or all. */
PX_INLINE void store_up_to(double *out, vec x, size_t n)
{
    PX_ALIGN64 double lanes[LANES];
    if (n >= LANES) {
        store(out, x);
        return;
    }
    store(lanes, x);
    for (size_t i = 0; i < n; i++)
        memcpy(out + i, lanes + i, sizeof *out);
}

PX_INLINE vec bits_at(const uint32_t *words, size_t i)
{
    return load_bits(words + 2 * i);
}

PX_INLINE vec normals_at(const double *normals, size_t i)
{
    return load(normals + i);
}

TRANSFORM_LOOP(lognormal, 2, double, normals_at)
TRANSFORM_LOOP(laplace, 2, uint32_t, bits_at)
TRANSFORM_LOOP(logistic, 2, uint32_t, bits_at)
TRANSFORM_LOOP(gumbel, 2, uint32_t, bits_at)
TRANSFORM_LOOP(rayleigh, 1, uint32_t, bits_at)
TRANSFORM_LOOP(weibull, 1, uint32_t, bits_at)
TRANSFORM_LOOP(pareto, 1, uint32_t, bits_at)
TRANSFORM_LOOP(power, 1, uint32_t, bits_at)
TRANSFORM_LOOP(standard_cauchy, 0, uint32_t, bits_at)
TRANSFORM_LOOP(triangular, 3, uint32_t, bits_at)
TRANSFORM_LOOP(geometric, 1, uint32_t, bits_at)
#undef TRANSFORM_LOOP

static void lognormals(const uint32_t *words, size_t n, const px_parameter *of,
                       double *out)
{
    PX_ALIGN64 double z[PX_CHUNK_BLOCKS];
    inverse_normals_f64(words, px_round_up(n, LANES), z);
    lognormal_loop(z, n, of, out);
}

static px_transform_loop *const transforms[] = {
    lognormals,           laplace_loop,    logistic_loop,  gumbel_loop,
    rayleigh_loop,        weibull_loop,    pareto_loop,    power_loop,
    standard_cauchy_loop, triangular_loop, geometric_loop,
};

#undef EACH
