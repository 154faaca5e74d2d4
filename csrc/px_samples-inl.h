/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma, Poisson and binomial draws, each from a stretch of blocks of its own.
 * Included by px_samples.c, and once more by px_samples_fma.c for processors that fuse;
 * no include guard for that reason.  Wants px_sampling.h and px_special.h.
 *
 * TensorFlow draws from buffers: of the two float64 normals, or uniforms, of a block,
 * which are taken last first.  Normals and uniforms take turns in asking for blocks.
 */

/* How many blocks of values that are drawn together are made at once, at most. */
#define MADE 8

/* What a value is drawn from. */
typedef struct {
    uint64_t key;
    px_counter counter;
    const uint32_t
        *made; /* words of the first n_made blocks, 4 * PX_VALUES words apart */
    size_t n_made, next, n_uniforms, n_normals;
    double uniforms[2], normals[2];
} source;

static inline void next_block(source *s, uint32_t words[4])
{
    size_t b = s->next++;
    if (b < s->n_made)
        memcpy(words, s->made + 4 * PX_VALUES * b, 4 * sizeof *words);
    else
        px_kernels_scalar.blocks(s->key, px_counter_add(s->counter, b), s->counter, 1,
                                 words);
}

static inline double next_uniform(source *s)
{
    if (s->n_uniforms == 0) {
        uint32_t w[4];
        next_block(s, w);
        s->uniforms[0] = px_unit_f64(w[0], w[1]);
        s->uniforms[1] = px_unit_f64(w[2], w[3]);
        s->n_uniforms = 2;
    }
    return s->uniforms[--s->n_uniforms];
}

static inline double next_normal(source *s)
{
    if (s->n_normals == 0) {
        uint32_t w[4];
        next_block(s, w);
        px_kernels_scalar.normal_f64(w, 4, 1.0, PX_NOTHING, s->normals);
        s->n_normals = 2;
    }
    return s->normals[--s->n_normals];
}

/* Marsaglia and Tsang, ACM TOMS 26 (2000), as tensorflow/core/kernels/random_op.cc. */
static double gamma_value(source *s, double alpha)
{
    if (alpha == 1.0)
        return -px_log1p(-next_uniform(s));
    int is_small = alpha < 1.0;
    double d = alpha + (is_small ? 2.0 / 3 : -1.0 / 3);
    if (!(d > 0.0)) /* what x86-64 makes of the root of a negative number */
        return d == d ? -NAN : alpha;
    double c = 1.0 / 3 / sqrt(d);
    for (;;) {
        double x = next_normal(s), v = 1.0 + c * x;
        if (v <= 0.0)
            continue;
        v = v * v * v;
        double u = next_uniform(s);
        if (u < 1.0 - 0.0331 * (x * x) * (x * x) ||
            px_log_any(u) < 0.5 * x * x + d * (1.0 - v + px_log_any(v))) {
            double value = d * v;
            if (is_small) {
                double power =
                    alpha == 0.0 ? 0.0 : px_pow(next_uniform(s), 1.0 / alpha);
                value *= power >= DBL_MIN ? power : 0.0;
            }
            return value;
        }
    }
}

/* What a rate of Poisson draws stands for. */
typedef struct {
    double rate, limit;                        /* of Knuth's */
    double log_rate, a, b, v_r, inverse_alpha; /* of PTRS */
} poisson;

static poisson poisson_for(double rate)
{
    poisson d = {.rate = rate};
    if (rate < 10.0) {
        d.limit = px_exp(-rate);
    } else {
        d.log_rate = px_log(rate);
        d.b = 0.931 + 2.53 * sqrt(rate);
        d.a = -0.059 + 0.02483 * d.b;
        d.v_r = 0.9277 - 3.6224 / (d.b - 2.0);
        d.inverse_alpha = 1.1239 + 1.1328 / (d.b - 3.4);
    }
    return d;
}

/* Knuth's way, from a product of n uniforms on. */
static double poisson_by_products(source *s, const poisson *d, double product, double n)
{
    for (;; n += 1.0) {
        product *= next_uniform(s);
        if (product <= d->limit)
            return n;
    }
}

/* Hoermann's transformed rejection (PTRS), Insurance: Mathematics and Economics 12
 * (1993), as tensorflow/core/kernels/random_poisson_op.cc, which draws again what is
 * above `largest`. */
static double poisson_by_rejection(source *s, const poisson *d, double largest)
{
    for (;;) {
        double u = next_uniform(s) - 0.5, v = next_uniform(s), us = 0.5 - fabs(u);
        double k = floor((2.0 * d->a / us + d->b) * u + d->rate + 0.43);
        if (k > largest)
            continue;
        if (us >= 0.07 && v <= d->v_r)
            return k;
        if (k < 0.0 || (us < 0.013 && v > us))
            continue;
        if (px_log_any(v * d->inverse_alpha / (d->a / (us * us) + d->b)) <=
            -d->rate + k * d->log_rate - px_log_factorial(k + 1.0))
            return k;
    }
}

/* One value, whose product of the uniforms in the blocks that are made, and number of
 * those before it was at most the limit, are known where the rate is below 10. */
static double poisson_value(source *s, const poisson *d, double largest, double product,
                            double count)
{
    if (!(d->rate > 0.0))
        return 0.0;
    if (d->rate > DBL_MAX)
        return HUGE_VAL;
    if (d->rate >= 10.0)
        return poisson_by_rejection(s, d, largest);
    if (product <= d->limit)
        return count;
    s->next = s->n_made;
    return poisson_by_products(s, d, product, count);
}

/* Multiply the uniforms of made blocks, for all values at once, and count the products
 * above a limit. */
static void multiply_uniforms(const uint32_t *words, size_t n_made, const double *limit,
                              double *product, double *count)
{
    for (size_t b = 0; b < n_made; b++, words += 4 * PX_VALUES) {
        for (size_t i = 0; i < PX_VALUES; i++) {
            const uint32_t *w = words + 4 * i;
            double once = product[i] * px_unit_f64(w[2], w[3]);
            double twice = once * px_unit_f64(w[0], w[1]);
            count[i] += (once > limit[i] ? 1.0 : 0.0) + (twice > limit[i] ? 1.0 : 0.0);
            product[i] = twice;
        }
    }
}

/* How many blocks most values of a rate need. */
static size_t blocks_of_poisson(double rate)
{
    double n = 1.6 + 0.5 * rate + 0.7 * sqrt(rate);
    return !(rate > 0.0) ? 1 : rate >= 10.0 ? 2 : n < MADE ? (size_t)n : MADE;
}

/* The tail of Stirling's series at k + 1. */
static inline double stirling_tail(double k)
{
    static const double tail[] = {
        0.0810614667953272,  0.0413406959554092, 0.0276779256849983,
        0.02079067210376509, 0.0166446911898211, 0.0138761288230707,
        0.0118967099458917,  0.0104112652619720, 0.00925546218271273,
        0.00833056343336287,
    };
    if (k <= 9.0)
        return tail[(int)k];
    double square = (k + 1.0) * (k + 1.0);
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1.0);
}

/* Hoermann's transformed rejection (BTRS), J. Statistical Computation and Simulation 46
 * (1993), as tensorflow/core/kernels/random_binomial_op.cc. */
static double binomial_by_rejection(source *s, double n, double p)
{
    double spread = sqrt(n * p * (1.0 - p)), b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * p, c = n * p + 0.5, v_r = 0.92 - 4.2 / b;
    double r = p / (1.0 - p), alpha = (2.83 + 5.1 / b) * spread;
    double m = floor((n + 1.0) * p);
    for (;;) {
        double u = next_uniform(s) - 0.5, v = next_uniform(s), us = 0.5 - fabs(u);
        double k = floor((2.0 * a / us + b) * u + c);
        if (us >= 0.07 && v <= v_r)
            return k;
        if (k < 0.0 || k > n)
            continue;
        v = px_log_any(v * alpha / (a / (us * us) + b));
        double limit = (m + 0.5) * px_log_any((m + 1.0) / (r * (n - m + 1.0))) +
                       (n + 1.0) * px_log_any((n - m + 1.0) / (n - k + 1.0)) +
                       (k + 0.5) * px_log_any(r * (n - k + 1.0) / (k + 1.0)) +
                       stirling_tail(m) + stirling_tail(n - m) - stirling_tail(k) -
                       stirling_tail(n - k);
        if (v <= limit)
            return k;
    }
}

/* Kachitvichyanukul and Schmeiser's sum of geometric steps. */
static double binomial_by_inversion(source *s, double n, double p)
{
    double log_q = px_log1p(-p), sum = 0.0;
    for (double k = 0.0;; k += 1.0) {
        sum += ceil(px_log_any(next_uniform(s)) / log_q);
        if (sum > n)
            return k;
    }
}

static double binomial_value(source *s, double n, double p, uint8_t rule)
{
    double k = rule & PX_BY_REJECTION ? binomial_by_rejection(s, n, p)
                                      : binomial_by_inversion(s, n, p);
    return rule & PX_OF_FAILURES ? n - k : k;
}

/* The first blocks of values: of value v at `counter` + 2 at[v] and on. */
static void make_blocks(const px_kernels *k, uint64_t key, px_counter counter,
                        const uint32_t *at, size_t n, size_t n_made, uint32_t *words)
{
    for (size_t b = 0; b < n_made; b++)
        k->blocks_at(key, px_counter_add(counter, b), 2, at, px_round_up(n, k->batch),
                     words + 4 * PX_VALUES * b);
}

/* Elements [first, first + n), at most PX_VALUES, in double precision. */
static void draw_values(const px_kernels *k, const px_stream *stream,
                        const px_samples *d, uint64_t first, size_t n, double *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_VALUES * MADE];
    PX_ALIGN64 double normals[2 * PX_VALUES];
    uint32_t at[PX_VALUES];
    uint64_t offset[PX_VALUES];
    size_t parameter[PX_VALUES];
    uint64_t least = UINT64_MAX, most = 0;
    poisson rates[PX_VALUES];
    double limit[PX_VALUES], product[PX_VALUES], count[PX_VALUES];
    size_t n_made = d->kind == PX_GAMMA ? 2 : d->kind == PX_BINOMIAL ? 4 : 1;
    for (size_t i = 0; i < n; i++) {
        size_t a = (size_t)((first + i) % d->n_parameters);
        uint64_t sample = (first + i) / d->n_parameters;
        uint64_t stretch = 256;
        if (d->kind == PX_BINOMIAL && !(d->rules[a] & PX_BY_REJECTION))
            stretch = 42;
        if (d->kind == PX_POISSON) {
            int is_new = i == 0 || a != parameter[i - 1];
            size_t needed = blocks_of_poisson(d->first[a]);
            rates[i] = is_new ? poisson_for(d->first[a]) : rates[i - 1];
            limit[i] = rates[i].limit;
            n_made = needed > n_made ? needed : n_made;
        }
        parameter[i] = a;
        offset[i] = (a * d->n_samples + sample) * stretch;
        least = offset[i] < least ? offset[i] : least;
        most = offset[i] > most ? offset[i] : most;
    }
    /* So far apart, they are not made beforehand. */
    if (most - least >= (uint64_t)1 << 32)
        n_made = 0;
    px_counter counter = px_counter_add(stream->counter, least);
    for (size_t i = 0; i < px_round_up(n, k->batch); i++)
        at[i] = i < n ? (uint32_t)((offset[i] - least) / 2) : 0;
    make_blocks(k, stream->key, counter, at, n, n_made, words);
    if (d->kind == PX_GAMMA && n_made)
        k->normal_f64(words, 4 * px_round_up(n, k->batch), 1.0, PX_NOTHING, normals);
    if (d->kind == PX_POISSON) {
        for (size_t i = 0; i < PX_VALUES; i++) {
            product[i] = 1.0;
            count[i] = 0.0;
            limit[i] = i < n ? limit[i] : 0.0;
        }
        multiply_uniforms(words, n_made, limit, product, count);
    }
    for (size_t i = 0; i < n; i++) {
        size_t a = parameter[i];
        source s = {stream->key, {0, 0}, words + 4 * i, n_made, 0, 0, 0, {0}, {0}};
        s.counter = px_counter_add(stream->counter, offset[i]);
        switch (d->kind) {
        case PX_GAMMA:
            if (n_made && d->first[a] != 1.0) {
                s.normals[0] = normals[2 * i];
                s.normals[1] = normals[2 * i + 1];
                s.n_normals = 2;
                s.next = 1;
            }
            out[i] = gamma_value(&s, d->first[a]);
            break;
        case PX_POISSON:
            out[i] = poisson_value(&s, &rates[i], d->largest, product[i], count[i]);
            break;
        default:
            out[i] = d->rules[a] & PX_IS_KNOWN
                         ? d->first[a]
                         : binomial_value(&s, d->first[a], d->second[a], d->rules[a]);
        }
    }
}

#undef MADE
