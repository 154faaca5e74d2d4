/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NumPy's distributions for parity.c: fills against px_element, with parameters on both
 * sides of every border between algorithms, and with any doubles at all.
 */

typedef struct {
    const char *name;
    px_kind kind;
    int parameters;
    int is_integer;
    int counts; /* so many parameters are integers, the first ones */
} family;

static const family families_tested[] = {
    {"lognormal", PX_LOGNORMAL, 2, 0, 0},
    {"laplace", PX_LAPLACE, 2, 0, 0},
    {"logistic", PX_LOGISTIC, 2, 0, 0},
    {"gumbel", PX_GUMBEL, 2, 0, 0},
    {"rayleigh", PX_RAYLEIGH, 1, 0, 0},
    {"weibull", PX_WEIBULL, 1, 0, 0},
    {"pareto", PX_PARETO, 1, 0, 0},
    {"power", PX_POWER, 1, 0, 0},
    {"standard cauchy", PX_STANDARD_CAUCHY, 0, 0, 0},
    {"triangular", PX_TRIANGULAR, 3, 0, 0},
    {"geometric", PX_GEOMETRIC, 1, 1, 0},
    {"gamma", PX_GAMMA, 2, 0, 0},
    {"log gamma", PX_LOG_GAMMA, 1, 0, 0},
    {"chisquare", PX_CHISQUARE, 1, 0, 0},
    {"beta", PX_BETA, 2, 0, 0},
    {"f", PX_F, 2, 0, 0},
    {"standard t", PX_STANDARD_T, 1, 0, 0},
    {"wald", PX_WALD, 2, 0, 0},
    {"vonmises", PX_VONMISES, 2, 0, 0},
    {"noncentral chisquare", PX_NONCENTRAL_CHISQUARE, 2, 0, 0},
    {"noncentral f", PX_NONCENTRAL_F, 3, 0, 0},
    {"poisson", PX_POISSON, 1, 1, 0},
    {"binomial", PX_BINOMIAL, 2, 1, 1},
    {"negative binomial", PX_NEGATIVE_BINOMIAL, 2, 1, 0},
    {"hypergeometric", PX_HYPERGEOMETRIC, 3, 1, 3},
    {"zipf", PX_ZIPF, 1, 1, 0},
    {"logarithmic series", PX_LOGSERIES, 1, 1, 0},
};

static const double odd_parameters[] = {
    0.0,         -0.0,     0x1p-1074, 1e-310, 1e-300,      1e-160,      1e-5,
    0.1,         0.3,      0.5,       0.75,   1.0,         1.5,         2.0,
    2.5,         3.7,      5.0,       10.0,   12.0,        100.0,       1000.0,
    1e5,         1e10,     1e19,      1e40,   1e300,       1.7e308,     -0.2,
    -0.4999,     -1.0,     -2.0 / 3,  -1e300, 1 - 0x1p-53, 1 + 0x1p-52, 2 - 0x1p-52,
    2 + 0x1p-51, HUGE_VAL, -HUGE_VAL, NAN,
};

static double next_parameter(void)
{
    uint32_t word = next_word();
    if (word % 4 == 0)
        return 0.02 * (double)(1 + (word >> 8) % 500);
    return odd_parameters[(word >> 8) %
                          (sizeof odd_parameters / sizeof *odd_parameters)];
}

/* An integer in the memory of a double. */
static double next_count(void)
{
    static const int64_t odd[] = {
        0,         1,         2,  10,  19,         20,        21,
        34,        39,        50, 100, 1000,       999999999, 1000000000,
        INT64_MAX, INT64_MIN, -1, -7,  1000000007, 1LL << 53, (1LL << 62) + 1,
    };
    uint32_t word = next_word();
    int64_t count = odd[(word >> 8) % (sizeof odd / sizeof *odd)];
    if (word % 4 == 0)
        count =
            (int64_t)((uint64_t)next_word() << 32 | next_word()) >> (word >> 8) % 64;
    double memory;
    memcpy(&memory, &count, sizeof memory);
    return memory;
}

/* All NaN alike. */
static void without_nan_bits(const distribution *t, size_t n, unsigned char *values)
{
    for (size_t i = 0; i < n; i++) {
        double f64 = 0;
        float f32 = 0;
        if (t->d.type == PX_F64)
            memcpy(&f64, values + 8 * i, 8);
        else if (t->d.type == PX_F32)
            memcpy(&f32, values + 4 * i, 4);
        if (f64 != f64 || f32 != f32)
            memset(values + i * t->size, 0xff, t->size);
    }
}

/* A fill, whole and in two pieces, with parameters that stand `stride` apart. */
static void check_family(const char *kernel, const px_stream *s, distribution t,
                         uint64_t first, size_t n, const ptrdiff_t *stride,
                         const double parameters[3][1024])
{
    enum { MOST = 1024 };
    static unsigned char expected[MOST * 8], out[MOST * 8 + GUARD];
    const size_t cut = next_word() % (n + 1);
    px_array arrays[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    for (int p = 0; p < 3; p++) {
        arrays[p].data = parameters[p] + (stride[p] < 0 ? MOST - 1 : 0);
        arrays[p].stride = stride[p];
    }
    t.d = px_family(t.d.kind, t.d.type, arrays);
    for (size_t j = 0; j < n; j++) {
        px_distribution one = px_from_place(&t.d, j);
        if (px_element(s, &one, first + j, expected + j * t.size) != 0)
            check(0, "is defined", "", t.name);
    }
    without_nan_bits(&t, n, expected);
    for (int pieces = 1; pieces <= 2; pieces++) {
        size_t now = pieces == 1 ? n : cut, untouched = 0;
        memset(out, GUARD_BYTE, sizeof out);
        fill(kernel, s, &t.d, first, now, out);
        if (now < n) {
            px_distribution rest = px_from_place(&t.d, now);
            fill(kernel, s, &rest, first + now, n - now, out + now * t.size);
        }
        for (size_t i = 0; i < GUARD; i++)
            untouched += out[n * t.size + i] == GUARD_BYTE;
        without_nan_bits(&t, n, out);
        check(memcmp(out, expected, n * t.size) == 0, "is the definition", kernel,
              t.name);
        check(untouched == GUARD, "touches nothing else", kernel, t.name);
    }
}

static void check_families(const char *kernel)
{
    static double parameters[3][1024];
    static const ptrdiff_t strides[] = {0, 0, 1, 1, 2, -1};
    for (size_t f = 0; f < sizeof families_tested / sizeof *families_tested; f++) {
        const family *tested = &families_tested[f];
        px_array none[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
        for (int round = 0; round < 120; round++) {
            const px_stream *s = &streams[(size_t)round % N_STREAMS];
            int is_f32 = round % 2 && !tested->is_integer;
            px_type wide = tested->is_integer ? PX_I64 : PX_F64;
            distribution t = {tested->name, {0}, is_f32 ? 4 : 8};
            ptrdiff_t stride[3];
            t.d = px_family(tested->kind, is_f32 ? PX_F32 : wide, none);
            for (int p = 0; p < 3; p++) {
                stride[p] = strides[next_word() % 6];
                for (size_t i = 0; i < 1024; i++)
                    parameters[p][i] =
                        p < tested->counts ? next_count() : next_parameter();
            }
            if (round < 60) /* some that are usual, and not too many of their tries */
                for (int p = tested->counts; p < 3; p++)
                    parameters[p][0] = 0.02 * (1 + next_word() % 200), stride[p] = 0;
            uint64_t first = round % 6 ? next_word() % 5 : far_firsts[round / 6 % 4];
            check_family(kernel, s, t, first, round % 20 ? next_word() % 90 : 500,
                         stride, (const double (*)[1024])parameters);
        }
        /* More than a chunk. */
        const ptrdiff_t one[] = {0, 0, 0};
        distribution t = {tested->name, {0}, 8};
        t.d = px_family(tested->kind, tested->is_integer ? PX_I64 : PX_F64, none);
        parameters[0][0] = 0.6;
        parameters[1][0] = 1.2;
        for (int p = 0; p < tested->counts; p++)
            parameters[p][0] = next_count();
        check_family(kernel, &streams[0], t, 1, 1021, one,
                     (const double (*)[1024])parameters);
        if (tested->parameters > 0)
            check(px_fill(&streams[0], &t.d, 0, 1, parameters) == -1,
                  "needs its parameters", kernel, tested->name);
    }
}
