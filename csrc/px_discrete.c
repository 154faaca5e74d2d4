/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Discrete variates, a chunk of consecutive values at a time.  A value's k-th further
 * try takes the block at its place of the stream of key + k * PX_RETRY_KEY.
 */
#include "px_discrete.h"
#include "px_inversion.h"

static const px_counter one_block = {1, 0};

/* Values of different parameters are made in pieces. */
enum { CHUNK = PX_CHUNK_BLOCKS, PIECE = 128, ROWS = sizeof(px_hat) / sizeof(double) };

/* What is tried: blocks of a stream, with parameters as px_discrete_kernels has them.
 */
typedef struct {
    const px_kernels *k;
    uint64_t key;
    px_counter counter;
    px_way way;
    const double *p;
    size_t pitch;
    size_t rows;
    int factorials;
} tries;

/* Of fewer values some things are not worth while that make many faster. */
#define FEW 4

/* One value, at a chunk's block and a number. */
static int64_t make_one(const px_chunk *c, uint64_t block, const px_discrete *d)
{
    px_counter counter = px_counter_add(c->counter, block);
    uint64_t key = c->key;
    for (;; key += PX_RETRY_KEY) {
        uint32_t words[4];
        int64_t value;
        px_kernels_scalar.blocks(key, counter, one_block, 1, words);
        if (c->k->discrete->try_one(d, px_high_pair(words), px_high_pair(words + 2),
                                    &value))
            return value;
    }
}

/* A list goes on to the end of a batch with its first entry. */
static size_t pad(const px_kernels *k, uint32_t *list, size_t n)
{
    size_t padded = px_round_up(n, k->batch);
    for (size_t i = n; i < padded; i++)
        list[i] = list[0];
    return padded;
}

/* Entries of a list that are beyond the end are its last. */
static size_t cut(const uint32_t *list, size_t listed, size_t n)
{
    while (listed > 0 && list[listed - 1] >= n)
        listed--;
    return listed;
}

/* The parameters of listed blocks. */
static void gather(tries *t, const uint32_t *list, size_t n, double *p)
{
    if (t->pitch == 0)
        return;
    for (size_t row = 0; row < t->rows; row++)
        for (size_t i = 0; i < n; i++)
            p[row * PIECE + i] = t->p[row * t->pitch + list[i]];
    t->p = p;
    t->pitch = PIECE;
}

/* Those of a list that are rejected, which stay in it. */
static size_t test(tries t, const double *j, const double *weight, uint32_t *list,
                   size_t n)
{
    PX_ALIGN64 double js[CHUNK], weights[CHUNK], p[ROWS * PIECE];
    uint32_t rejected[CHUNK + 16];
    size_t padded = pad(t.k, list, n);
    for (size_t i = 0; i < padded; i++) {
        js[i] = j[list[i]];
        weights[i] = weight[list[i]];
    }
    gather(&t, list, padded, p);
    size_t left = t.k->discrete->hat_tests(t.p, t.pitch, t.factorials, js, weights,
                                           padded, rejected);
    left = cut(rejected, left, n);
    for (size_t i = 0; i < left; i++)
        list[i] = list[rejected[i]];
    return left;
}

/* One try of n values: list those that are rejected. */
static size_t try_all(const tries *t, const uint32_t *words, size_t n, double *x,
                      uint32_t *list)
{
    PX_ALIGN64 double weight[CHUNK];
    size_t padded = px_round_up(n, t->k->batch);
    if (t->way == PX_BY_ZIPF)
        return cut(list,
                   t->k->discrete->zipf_tries(t->p, t->pitch, words, padded, x, list),
                   n);
    size_t listed =
        t->k->discrete->hat_tries(t->p, t->pitch, words, padded, x, weight, list);
    listed = cut(list, listed, n);
    return listed > 0 ? test(*t, x, weight, list, listed) : 0;
}

/* Until n values are accepted, value i at block at[i], of which the words are there. */
static void accept(tries t, const uint32_t *first_words, const uint32_t *at, size_t n,
                   double *x)
{
    uint32_t list[CHUNK + 16], again[CHUNK + 16];
    size_t rejected = try_all(&t, first_words, n, x, list);
    while (rejected > 0) {
        PX_ALIGN64 uint32_t words[4 * CHUNK];
        PX_ALIGN64 double values[CHUNK], p[ROWS * PIECE];
        uint32_t blocks[CHUNK];
        tries listed = t;
        size_t padded = pad(t.k, list, rejected);
        for (size_t i = 0; i < padded; i++)
            blocks[i] = at ? at[list[i]] : list[i];
        t.key += PX_RETRY_KEY;
        t.k->blocks_at(t.key, t.counter, 1, blocks, padded, words);
        gather(&listed, list, padded, p);
        size_t left = try_all(&listed, words, rejected, values, again);
        for (size_t i = 0; i < rejected; i++)
            x[list[i]] = values[i];
        for (size_t i = 0; i < left; i++)
            list[i] = list[again[i]];
        rejected = left;
    }
}

static int factorials_of(const px_hat *hat)
{
    return hat->size[1] == 0 ? 1 : hat->size[2] == 0 ? 2 : 4;
}

/* Integers of doubles: of small ones without a conversion, which AVX2 does not have. */
static void put_small(const px_discrete *d, const double *x, size_t n, int64_t *out)
{
    uint64_t base = (uint64_t)d->base - px_bits_from_double(0x1.8p52);
    if (d->sign > 0) {
        for (size_t i = 0; i < n; i++)
            out[i] = (int64_t)(base + px_bits_from_double(x[i] + 0x1.8p52));
    } else {
        base = (uint64_t)d->base + px_bits_from_double(0x1.8p52);
        for (size_t i = 0; i < n; i++)
            out[i] = (int64_t)(base - px_bits_from_double(x[i] + 0x1.8p52));
    }
}

static void put_large(const px_discrete *d, const double *x, size_t n, int64_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = d->base + (int64_t)x[i];
}

/* Values with the same parameters. */
static void make_same(const px_chunk *c, const px_discrete *d, int64_t *out)
{
    PX_ALIGN64 uint32_t words[4 * CHUNK];
    PX_ALIGN64 double x[CHUNK];
    px_inversion table;
    size_t padded = px_round_up(c->n, c->k->batch);
    tries t = {c->k, c->key, c->counter, d->way, d->by.zipf, 0, 0, 0};
    c->k->blocks(c->key, c->counter, one_block, padded, words);
    switch (d->way) {
    case PX_BY_INVERSION:
        px_make_inversion(&d->by.steps, c->n, &table);
        for (size_t i = 0; i < c->n; i++)
            out[i] =
                d->base + d->sign * px_look_up(&table, px_high_pair(words + 4 * i));
        break;
    case PX_BY_HAT:
        t.p = d->by.hat.size;
        t.factorials = factorials_of(&d->by.hat);
        accept(t, words, NULL, c->n, x);
        put_small(d, x, c->n, out);
        break;
    case PX_BY_ZIPF:
        accept(t, words, NULL, c->n, x);
        put_large(d, x, c->n, out);
        break;
    case PX_BY_SERIES:
        c->k->discrete->logseries(&d->by.log_rest, 0, words, padded, x);
        put_large(d, x, c->n, out);
        break;
    }
}

/* Values of a piece that are drawn in the same way, side by side: where they go, their
 * blocks and words, and their numbers, with a pitch of PIECE. */
typedef struct {
    size_t n;
    uint32_t to[PIECE], block[PIECE];
    int64_t base[PIECE], sign[PIECE];
    PX_ALIGN64 uint32_t words[4 * PIECE];
    PX_ALIGN64 double p[ROWS * PIECE], x[PIECE];
} column;

/* Consecutive blocks that a piece is made of, or listed ones, and where they go. */
typedef struct {
    const px_chunk *c;
    const uint32_t *at;
    size_t stride;
    int64_t *out;
} piece;

static void append(column *c, const piece *p, uint32_t i, const uint32_t *words,
                   int64_t base, int64_t sign, const double *numbers, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        c->p[row * PIECE + c->n] = numbers[row];
    memcpy(c->words + 4 * c->n, words + 4 * i, 4 * sizeof *words);
    c->to[c->n] = i;
    c->block[c->n] = p->at ? p->at[i] : i;
    c->base[c->n] = base;
    c->sign[c->n] = sign;
    c->n++;
}

/* Up to a whole batch the first again. */
static size_t pad_column(column *c, size_t batch, size_t rows)
{
    size_t padded = px_round_up(c->n, batch);
    for (size_t i = c->n; i < padded; i++) {
        for (size_t row = 0; row < rows; row++)
            c->p[row * PIECE + i] = c->p[row * PIECE];
        memcpy(c->words + 4 * i, c->words, 4 * sizeof *c->words);
    }
    return padded;
}

static void put_column(const piece *p, const column *c)
{
    for (size_t i = 0; i < c->n; i++)
        p->out[c->to[i] * p->stride] = c->base[i] + c->sign[i] * (int64_t)c->x[i];
}

static void accept_column(const piece *p, column *c, px_way way, const double *numbers,
                          int factorials)
{
    const px_chunk *from = p->c;
    size_t rows = way == PX_BY_HAT ? ROWS : 3;
    tries t = {from->k, from->key, from->counter, way,
               numbers, PIECE,     rows,          factorials};
    accept(t, c->words, c->block, c->n, c->x);
    put_column(p, c);
}

static void make_words(const piece *p, uint32_t *words)
{
    const px_chunk *c = p->c;
    uint32_t at[PIECE];
    size_t padded = px_round_up(c->n, c->k->batch);
    if (!p->at) {
        c->k->blocks(c->key, c->counter, one_block, padded, words);
        return;
    }
    for (size_t i = 0; i < padded; i++)
        at[i] = p->at[i < c->n ? i : 0];
    c->k->blocks_at(c->key, c->counter, 1, at, padded, words);
}

/* Poisson or binomial variates. */
static void make_reduced(const piece *p, int family)
{
    PX_ALIGN64 uint32_t words[4 * PIECE];
    PX_ALIGN64 double numbers[ROWS * PIECE];
    column few, many;
    const px_chunk *c = p->c;
    const px_discrete_kernels *k = c->k->discrete;
    few.n = many.n = 0;
    make_words(p, words);
    for (uint32_t i = 0; i < c->n; i++) {
        px_value first;
        memcpy(&first, c->of[0].data + i * c->of[0].stride, sizeof first);
        double share = family == PX_POISSONS ? 0.0 : c->of[1].data[i * c->of[1].stride];
        px_reduced r = family == PX_POISSONS ? px_reduced_poisson(first.real)
                                             : px_reduced_binomial(first.whole, share);
        append(r.is_inverted ? &few : &many, p, i, words, r.base, r.sign, r.m, 4);
    }
    if (few.n > 0) {
        k->inverted[family](few.p, PIECE, few.words, pad_column(&few, c->k->batch, 4),
                            few.x);
        put_column(p, &few);
    }
    if (many.n > 0) {
        k->hats[family](many.p, PIECE, pad_column(&many, c->k->batch, 4), numbers);
        accept_column(p, &many, PX_BY_HAT, numbers, family == PX_POISSONS ? 1 : 2);
    }
}

/* Those of the other families that are not inverted are all drawn in one way. */
static void make_described(const piece *p, int family)
{
    PX_ALIGN64 uint32_t words[4 * PIECE];
    px_discrete described[PIECE];
    column rest;
    px_way way = PX_BY_INVERSION;
    const px_chunk *c = p->c;
    rest.n = 0;
    c->k->discrete->describe[family](c->of, c->n, described);
    make_words(p, words);
    for (uint32_t i = 0; i < c->n; i++) {
        const px_discrete *d = &described[i];
        double numbers[ROWS];
        if (d->way == PX_BY_INVERSION) {
            uint64_t pair = px_high_pair(words + 4 * i);
            int64_t x = px_inverted(&d->by.steps, pair);
            p->out[i * p->stride] = d->base + d->sign * x;
            continue;
        }
        way = d->way;
        memcpy(numbers, &d->by, sizeof numbers);
        append(&rest, p, i, words, d->base, d->sign, numbers,
               way == PX_BY_HAT    ? ROWS
               : way == PX_BY_ZIPF ? 3
                                   : 1);
    }
    if (rest.n == 0)
        return;
    size_t rows = way == PX_BY_HAT ? ROWS : way == PX_BY_ZIPF ? 3 : 1;
    size_t padded = pad_column(&rest, c->k->batch, rows);
    if (way == PX_BY_SERIES) {
        c->k->discrete->logseries(rest.p, PIECE, rest.words, padded, rest.x);
        put_column(p, &rest);
    } else {
        accept_column(p, &rest, way, rest.p, 4);
    }
}

static px_chunk part_of(const px_chunk *chunk, size_t done, size_t n)
{
    px_chunk c = *chunk;
    c.counter = px_counter_add(c.counter, done);
    c.n = n;
    for (int j = 0; j < 3; j++)
        if (c.of[j].data)
            c.of[j].data += done * c.of[j].stride;
    return c;
}

static void make(const px_chunk *c, int family, void *out)
{
    if (c->n < FEW) {
        px_discrete d[FEW];
        c->k->discrete->describe[family](c->of, c->n, d);
        for (size_t i = 0; i < c->n; i++)
            ((int64_t *)out)[i] = make_one(c, i, &d[i]);
        return;
    }
    if (c->of[0].stride + c->of[1].stride + c->of[2].stride == 0) {
        px_discrete d;
        c->k->discrete->describe[family](c->of, 1, &d);
        make_same(c, &d, out);
        return;
    }
    for (size_t now, done = 0; done < c->n; done += now) {
        now = c->n - done < PIECE ? c->n - done : PIECE;
        px_chunk part = part_of(c, done, now);
        piece p = {&part, NULL, 1, (int64_t *)out + done};
        if (family == PX_POISSONS || family == PX_BINOMIALS)
            make_reduced(&p, family);
        else
            make_described(&p, family);
    }
}

void px_make_poissons(const px_chunk *c, void *out)
{
    make(c, PX_POISSONS, out);
}

void px_make_binomials(const px_chunk *c, void *out)
{
    make(c, PX_BINOMIALS, out);
}

void px_make_hypergeometrics(const px_chunk *c, void *out)
{
    make(c, PX_HYPERGEOMETRICS, out);
}

void px_make_zipfs(const px_chunk *c, void *out)
{
    make(c, PX_ZIPFS, out);
}

void px_make_logseries(const px_chunk *c, void *out)
{
    make(c, PX_LOGARITHMIC, out);
}

/* Poisson variates of the means that gamma variates are. */
void px_make_negative_binomials(const px_chunk *c, void *out)
{
    PX_ALIGN64 double means[CHUNK];
    const double one = 1.0, *p = c->of[1].data;
    px_chunk part = *c;
    part.key -= PX_SIDE_KEY;
    part.of[1].data = &one;
    part.of[1].stride = 0;
    px_make_gammas(&part, means);
    for (size_t i = 0; i < c->n; i++)
        means[i] = px_negative_binomial_mean(means[i], p[i * c->of[1].stride]);
    part = *c;
    part.of[1].data = NULL;
    part.of[1].stride = 0;
    part.of[0].data = means;
    part.of[0].stride = 1;
    make(&part, PX_POISSONS, out);
}

/* One row of counts, at a chunk's blocks. */
static void make_row(const px_chunk *c, int64_t n, const double *p, size_t columns,
                     int64_t *out)
{
    double left = 1.0;
    for (size_t j = 0; j + 1 < columns; j++) {
        px_discrete d;
        px_value trials = {.whole = n}, share = {p[j] / left};
        const px_parameter of[3] = {{&trials.real, 0}, {&share.real, 0}, {NULL, 0}};
        out[j] = 0;
        left = left - p[j];
        if (n == 0)
            continue;
        c->k->discrete->describe[PX_BINOMIALS](of, 1, &d);
        out[j] = make_one(c, j, &d);
        n -= out[j];
    }
    out[columns - 1] = n;
}

void px_fill_multinomial(const px_stream *s, const px_multinomial *m, uint64_t first,
                         uint64_t row, size_t rows, int64_t *out)
{
    int64_t left[PIECE];
    double share[PIECE], rest[PIECE];
    uint32_t at[PIECE];
    const size_t columns = m->columns;
    const int64_t *n = m->n.data;
    const double *p = m->p.data;
    px_chunk c = {px_kernels_active(), s->key, {0, 0}, NULL, 0, {{NULL, 0}}};
    c.of[0].data = (const double *)(const void *)left;
    c.of[1].data = share;
    c.of[0].stride = c.of[1].stride = 1;
    for (; rows > 0 && rows < FEW; rows--, row++, out += columns) {
        c.counter = px_counter_add(s->counter, first + row * columns);
        make_row(&c, n[(ptrdiff_t)row * m->n.stride], p + (ptrdiff_t)row * m->p.stride,
                 columns, out);
    }
    for (; rows > 0; rows -= c.n, row += c.n, out += c.n * columns) {
        size_t most = columns < UINT32_MAX / PIECE ? PIECE : 1;
        c.n = rows < most ? rows : most;
        for (size_t i = 0; i < c.n; i++) {
            left[i] = n[(ptrdiff_t)(row + i) * m->n.stride];
            rest[i] = 1.0;
        }
        for (size_t j = 0; j + 1 < columns; j++) {
            c.counter = px_counter_add(s->counter, first + row * columns + j);
            for (size_t i = 0; i < c.n; i++) {
                double of_all = p[(ptrdiff_t)(row + i) * m->p.stride + (ptrdiff_t)j];
                at[i] = (uint32_t)(i * columns);
                share[i] = of_all / rest[i];
                rest[i] = rest[i] - of_all;
            }
            piece values = {&c, at, columns, out + j};
            make_reduced(&values, PX_BINOMIALS);
            for (size_t i = 0; i < c.n; i++)
                left[i] -= out[i * columns + j];
        }
        for (size_t i = 0; i < c.n; i++)
            out[(i + 1) * columns - 1] = left[i];
    }
}
