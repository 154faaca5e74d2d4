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

/* (double)(t >> 52), t as a signed number. */
static inline double exponent_of(uint64_t t)
{
    uint64_t biased = (t + 0x4000000000000000u) >> 52;
    return px_double_from_bits(biased | 0x4330000000000000u) - (0x1p52 + 0x400);
}

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

/* px_log_any of n numbers, at most PX_VALUES, in stages that compilers make vectors of:
 * rows of tables are fetched between them.  Where px_log has another formula it is
 * called. */
static void all_logs(const double *x, size_t n, double *out)
{
    double z[PX_VALUES], k[PX_VALUES], inverse[PX_VALUES], log_c[PX_VALUES];
    uint64_t row[PX_VALUES];
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = px_bits_from_double(x[i]), t = bits - 0x3fe6000000000000u;
        row[i] = t >> 45 & 127;
        z[i] = px_double_from_bits(bits - (t & 0xfff0000000000000u));
        k[i] = exponent_of(t);
    }
    for (size_t i = 0; i < n; i++) {
        inverse[i] = px_log_table[row[i]][0];
        log_c[i] = px_log_table[row[i]][1];
    }
    for (size_t i = 0; i < n; i++)
        out[i] = px_log_of_parts(z[i], k[i], inverse[i], log_c[i]);
    for (size_t i = 0; i < n; i++)
        if (px_is_log_near_1(x[i]) || !(x[i] >= DBL_MIN && x[i] <= DBL_MAX))
            out[i] = px_log_any(x[i]);
}

/* px_pow of n pairs, likewise. */
static void all_powers(const double *x, const double *y, size_t n, double *out)
{
    double z[PX_VALUES], k[PX_VALUES], c[3][PX_VALUES], high[PX_VALUES], r[PX_VALUES];
    uint64_t row[PX_VALUES], bits[PX_VALUES];
    for (size_t i = 0; i < n; i++) {
        uint64_t b = px_bits_from_double(x[i]), t = b - 0x3fe6955500000000u;
        row[i] = t >> 45 & 127;
        z[i] = px_double_from_bits(b - (t & 0xfff0000000000000u));
        k[i] = exponent_of(t);
    }
    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < 3; j++)
            c[j][i] = px_pow_table[row[i]][j];
    for (size_t i = 0; i < n; i++) {
        const double parts[3] = {c[0][i], c[1][i], c[2][i]};
        double low, kd;
        high[i] = px_log_times(z[i], k[i], parts, y[i], &low);
        kd = px_exp_row(high[i]);
        bits[i] = px_bits_from_double(kd);
        r[i] = px_exp_rest(high[i], kd) + low;
    }
    for (size_t i = 0; i < n; i++) {
        c[0][i] = px_exp_table[bits[i] & 127][0];
        c[1][i] = px_exp_table[bits[i] & 127][1];
    }
    for (size_t i = 0; i < n; i++) {
        double s = px_double_from_bits(px_bits_from_double(c[0][i]) +
                                       ((bits[i] - (bits[i] & 127)) << 45));
        out[i] = fma(s, px_exp_tail(r[i], c[1][i]), s);
    }
    for (size_t i = 0; i < n; i++)
        if (!(fabs(high[i]) >= 0x1p-54 && fabs(high[i]) < 512.0) || x[i] == 0.0)
            out[i] = px_pow(x[i], y[i]);
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

/* Values whose first normals and uniforms are made: most are accepted at once.  The
 * others, and those of other formulas, are left to gamma_value. */
static void gamma_values(const px_samples *d, const size_t *parameter,
                         const uint32_t *words, const double *normals, size_t n,
                         double *out, unsigned char *is_done)
{
    double alpha[PX_VALUES], x[PX_VALUES], u[PX_VALUES], is_sure[PX_VALUES];
    double base[PX_VALUES], exponent[PX_VALUES], power[PX_VALUES];
    uint32_t small[PX_VALUES];
    size_t n_small = 0;
    words += 4 * PX_VALUES;
    for (size_t i = 0; i < n; i++) {
        alpha[i] = d->first[parameter[i]];
        x[i] = normals[2 * i + 1];
        u[i] = px_unit_f64(words[4 * i + 2], words[4 * i + 3]);
    }
    for (size_t i = 0; i < n; i++) {
        double e = alpha[i] + (alpha[i] < 1.0 ? 2.0 / 3 : -1.0 / 3), xx = x[i] * x[i];
        double v = 1.0 + 1.0 / 3 / sqrt(e) * x[i];
        double sure = u[i] < 1.0 - 0.0331 * xx * xx ? 1.0 : 0.0;
        sure = v > 0.0 ? sure : 0.0;
        sure = alpha[i] > 0.0 ? sure : 0.0;
        is_sure[i] = alpha[i] == 1.0 ? 0.0 : sure;
        out[i] = e * (v * v * v);
    }
    for (size_t i = 0; i < n; i++) {
        is_done[i] = is_sure[i] != 0.0;
        small[n_small] = (uint32_t)i;
        base[n_small] = px_unit_f64(words[4 * i], words[4 * i + 1]);
        exponent[n_small] = 1.0 / alpha[i];
        n_small += is_done[i] && alpha[i] < 1.0;
    }
    all_powers(base, exponent, n_small, power);
    for (size_t j = 0; j < n_small; j++)
        out[small[j]] *= power[j] >= DBL_MIN ? power[j] : 0.0;
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
            -d->rate + k * d->log_rate - px_log_factorial(k + 1.0, px_log(k + 1.0)))
            return k;
    }
}

/* The first n_made attempts of the values that are drawn by rejection, each of which
 * takes a block.  Those that need no logarithm are done; the logarithms of the others
 * are made together. */
static void poisson_attempts(const poisson *const *rates, double largest,
                             const uint32_t *words, size_t n_made, size_t n,
                             double *out, unsigned char *is_done)
{
    double k[PX_VALUES], x[PX_VALUES], log_x[PX_VALUES], next[PX_VALUES];
    double log_next[PX_VALUES];
    uint32_t left[PX_VALUES], unsure[PX_VALUES];
    size_t n_left = 0;
    for (size_t i = 0; i < n; i++) {
        left[n_left] = (uint32_t)i;
        n_left += rates[i]->rate >= 10.0 && rates[i]->rate <= DBL_MAX;
    }
    for (size_t b = 0; b < n_made && n_left > 0; b++, words += 4 * PX_VALUES) {
        size_t n_unsure = 0, n_again = 0;
        for (size_t j = 0; j < n_left; j++) {
            size_t i = left[j];
            const poisson *d = rates[i];
            const uint32_t *w = words + 4 * i;
            double u = px_unit_f64(w[2], w[3]) - 0.5, v = px_unit_f64(w[0], w[1]);
            double us = 0.5 - fabs(u);
            double value = floor((2.0 * d->a / us + d->b) * u + d->rate + 0.43);
            int is_small = value <= largest;
            int is_sure = (us >= 0.07) & (v <= d->v_r) & is_small;
            int is_open =
                is_small && !is_sure && value >= 0.0 && !(us < 0.013 && v > us);
            out[i] = value;
            is_done[i] = (unsigned char)is_sure;
            k[n_unsure] = value;
            x[n_unsure] = v * d->inverse_alpha / (d->a / (us * us) + d->b);
            next[n_unsure] = value + 1.0;
            unsure[n_unsure] = (uint32_t)i;
            n_unsure += (size_t)is_open;
        }
        all_logs(x, n_unsure, log_x);
        all_logs(next, n_unsure, log_next);
        for (size_t j = 0; j < n_unsure; j++) {
            const poisson *d = rates[unsure[j]];
            is_done[unsure[j]] = log_x[j] <= -d->rate + k[j] * d->log_rate -
                                                 px_log_factorial(next[j], log_next[j]);
        }
        for (size_t j = 0; j < n_left; j++) {
            left[n_again] = left[j];
            n_again += !is_done[left[j]];
        }
        n_left = n_again;
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
    if (d->rate >= 10.0) {
        s->next = s->n_made; /* what is made was not accepted */
        return poisson_by_rejection(s, d, largest);
    }
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

/* What the parameters of binomial draws stand for. */
typedef struct {
    double n, p, log_q;                                    /* of inversion */
    double a, b, c, v_r, r, alpha, m, log_odds, tail_of_m; /* of BTRS */
} binomial;

static binomial binomial_for(double n, double p, uint8_t rule)
{
    binomial d = {.n = n, .p = p};
    if (!(rule & PX_BY_REJECTION)) {
        d.log_q = px_log1p(-p);
        return d;
    }
    double spread = sqrt(n * p * (1.0 - p));
    d.b = 1.15 + 2.53 * spread;
    d.a = -0.0873 + 0.0248 * d.b + 0.01 * p;
    d.c = n * p + 0.5;
    d.v_r = 0.92 - 4.2 / d.b;
    d.r = p / (1.0 - p);
    d.alpha = (2.83 + 5.1 / d.b) * spread;
    d.m = floor((n + 1.0) * p);
    d.log_odds = px_log_any((d.m + 1.0) / (d.r * (n - d.m + 1.0)));
    d.tail_of_m = stirling_tail(d.m);
    return d;
}

/* Hoermann's transformed rejection (BTRS), J. Statistical Computation and Simulation 46
 * (1993), as tensorflow/core/kernels/random_binomial_op.cc. */
static double binomial_by_rejection(source *s, const binomial *d)
{
    double n = d->n;
    for (;;) {
        double u = next_uniform(s) - 0.5, v = next_uniform(s), us = 0.5 - fabs(u);
        double k = floor((2.0 * d->a / us + d->b) * u + d->c);
        if (us >= 0.07 && v <= d->v_r)
            return k;
        if (k < 0.0 || k > n)
            continue;
        v = px_log_any(v * d->alpha / (d->a / (us * us) + d->b));
        double limit = (d->m + 0.5) * d->log_odds +
                       (n + 1.0) * px_log_any((n - d->m + 1.0) / (n - k + 1.0)) +
                       (k + 0.5) * px_log_any(d->r * (n - k + 1.0) / (k + 1.0)) +
                       d->tail_of_m + stirling_tail(n - d->m) - stirling_tail(k) -
                       stirling_tail(n - k);
        if (v <= limit)
            return k;
    }
}

/* Kachitvichyanukul and Schmeiser's sum of geometric steps, from the k-th step and a
 * sum on. */
static double binomial_by_inversion(source *s, const binomial *d, double k, double sum)
{
    for (;; k += 1.0) {
        sum += ceil(px_log_any(next_uniform(s)) / d->log_q);
        if (sum > d->n)
            return k;
    }
}

/* The steps of the made blocks, of all values that are drawn by inversion: out has the
 * number of steps before the one that went too far. */
static void binomial_steps(const binomial *const *pairs, const uint8_t *rules,
                           const uint32_t *words, size_t n_made, size_t n, double *out,
                           double *sum, unsigned char *is_done)
{
    double u[2][PX_VALUES], step[2][PX_VALUES], log_q[PX_VALUES];
    uint32_t left[PX_VALUES];
    size_t n_left = 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = sum[i] = 0.0;
        left[n_left] = (uint32_t)i;
        n_left += !(rules[i] & (PX_BY_REJECTION | PX_IS_KNOWN));
    }
    for (size_t b = 0; b < n_made && n_left > 0; b++, words += 4 * PX_VALUES) {
        size_t n_again = 0;
        for (size_t j = 0; j < n_left; j++) {
            const uint32_t *w = words + 4 * left[j];
            u[0][j] = px_unit_f64(w[2], w[3]);
            u[1][j] = px_unit_f64(w[0], w[1]);
            log_q[j] = pairs[left[j]]->log_q;
        }
        all_logs(u[0], n_left, step[0]);
        all_logs(u[1], n_left, step[1]);
        for (size_t j = 0; j < n_left; j++) {
            step[0][j] = ceil(step[0][j] / log_q[j]);
            step[1][j] = ceil(step[1][j] / log_q[j]);
        }
        for (size_t j = 0; j < n_left; j++) {
            size_t i = left[j];
            double limit = pairs[i]->n;
            double once = sum[i] + step[0][j], twice = once + step[1][j];
            is_done[i] = (once > limit) | (twice > limit);
            out[i] += (once > limit ? 0.0 : 1.0) + (twice > limit ? 0.0 : 1.0);
            sum[i] = twice;
            left[n_again] = (uint32_t)i;
            n_again += !is_done[i];
        }
        n_left = n_again;
    }
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
    unsigned char is_done[PX_VALUES] = {0};
    uint8_t rules[PX_VALUES] = {0};
    uint32_t at[PX_VALUES];
    uint64_t offset[PX_VALUES];
    size_t parameter[PX_VALUES];
    uint64_t least = UINT64_MAX, most = 0;
    union {
        poisson rates[PX_VALUES];
        binomial pairs[PX_VALUES];
    } of;
    const poisson *rates[PX_VALUES];
    const binomial *pairs[PX_VALUES];
    double limit[PX_VALUES], product[PX_VALUES], count[PX_VALUES];
    int is_multiplied = 0, is_normal = 0;
    size_t a = (size_t)(first % d->n_parameters);
    uint64_t sample = first / d->n_parameters;
    size_t n_made = d->kind == PX_SAMPLE_GAMMA      ? 2
                    : d->kind == PX_SAMPLE_BINOMIAL ? 4
                                                    : 1;
    size_t padded = px_round_up(n, k->batch);
    for (size_t i = 0; i < n; i++) {
        uint64_t stretch = 256;
        int is_new = i == 0 || a != parameter[i - 1];
        if (d->kind == PX_SAMPLE_BINOMIAL) {
            rules[i] = d->rules[a];
            pairs[i] = is_new ? &of.pairs[i] : pairs[i - 1];
            if (is_new)
                of.pairs[i] = binomial_for(d->first[a], d->second[a], rules[i]);
            if (!(rules[i] & PX_BY_REJECTION))
                stretch = 42;
        }
        if (d->kind == PX_SAMPLE_POISSON) {
            size_t needed = blocks_of_poisson(d->first[a]);
            rates[i] = is_new ? &of.rates[i] : rates[i - 1];
            if (is_new)
                of.rates[i] = poisson_for(d->first[a]);
            limit[i] = rates[i]->limit;
            is_multiplied |= rates[i]->rate < 10.0;
            n_made = needed > n_made ? needed : n_made;
        }
        parameter[i] = a;
        is_normal |= d->kind == PX_SAMPLE_GAMMA && d->first[a] != 1.0;
        offset[i] = (a * d->n_samples + sample) * stretch;
        least = offset[i] < least ? offset[i] : least;
        most = offset[i] > most ? offset[i] : most;
        if (++a == d->n_parameters) {
            a = 0;
            sample++;
        }
    }
    /* So far apart, they are not made beforehand. */
    if (most - least >= (uint64_t)1 << 32)
        n_made = 0;
    px_counter counter = px_counter_add(stream->counter, least);
    for (size_t i = 0; i < padded; i++)
        at[i] = i < n ? (uint32_t)((offset[i] - least) / 2) : 0;
    make_blocks(k, stream->key, counter, at, n, n_made, words);
    if (is_normal && n_made) {
        k->normal_f64(words, 4 * padded, 1.0, PX_NOTHING, normals);
        gamma_values(d, parameter, words, normals, n, out, is_done);
    }
    if (d->kind == PX_SAMPLE_POISSON) {
        for (size_t i = 0; i < PX_VALUES; i++) {
            product[i] = 1.0;
            count[i] = 0.0;
            limit[i] = i < n ? limit[i] : 0.0;
        }
        if (is_multiplied)
            multiply_uniforms(words, n_made, limit, product, count);
        poisson_attempts(rates, d->largest, words, n_made, n, out, is_done);
    }
    if (d->kind == PX_SAMPLE_BINOMIAL)
        binomial_steps(pairs, rules, words, n_made, n, out, product, is_done);
    for (size_t i = 0; i < n; i++) {
        if (is_done[i])
            continue;
        source s = {stream->key, {0, 0}, words + 4 * i, n_made, 0, 0, 0, {0}, {0}};
        s.counter = px_counter_add(stream->counter, offset[i]);
        switch (d->kind) {
        case PX_SAMPLE_GAMMA:
            if (n_made && d->first[parameter[i]] != 1.0) {
                s.normals[0] = normals[2 * i];
                s.normals[1] = normals[2 * i + 1];
                s.n_normals = 2;
                s.next = 1;
            }
            out[i] = gamma_value(&s, d->first[parameter[i]]);
            break;
        case PX_SAMPLE_POISSON:
            out[i] = poisson_value(&s, rates[i], d->largest, product[i], count[i]);
            break;
        default:
            if (rules[i] & PX_IS_KNOWN) {
                out[i] = pairs[i]->n;
            } else if (rules[i] & PX_BY_REJECTION) {
                out[i] = binomial_by_rejection(&s, pairs[i]);
            } else {
                s.next = n_made;
                out[i] = binomial_by_inversion(&s, pairs[i], out[i], product[i]);
            }
        }
    }
    if (d->kind == PX_SAMPLE_BINOMIAL)
        for (size_t i = 0; i < n; i++)
            if (!(rules[i] & PX_IS_KNOWN) && rules[i] & PX_OF_FAILURES)
                out[i] = pairs[i]->n - out[i];
}

#undef MADE
