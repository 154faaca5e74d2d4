/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Normals cut at any limits, as tensorflow/core/kernels/parameterized_truncated_normal_
 * op.cc draws them.  Included by px_parameterized.c once for each type.
 * Wants these macros, and undefines them:
 *
 *   REAL           the type of the arithmetic
 *   R(x)           an operation's result, rounded to the type of the values, flushed
 *   EXP, LOG, SQRT functions of it
 *   PER_BLOCK      values to a block
 *   UNIFORMS(w, u) the uniforms of the words of a block
 *   NORMALS(w, z)  its normals
 *   NAME           of the function
 */
static int NAME(px_reader *r, const double parameters[4], size_t n, REAL *out)
{
    REAL mean = (REAL)parameters[0], sd = (REAL)parameters[1];
    REAL low = (REAL)parameters[2], high = (REAL)parameters[3];
    int is_bounded = isfinite(low) || isfinite(high);
    if (!(sd > 0 && low < high && is_bounded))
        return PX_INVALID_PARAMETERS;
    if ((isinf(low) && low < 0) || high < mean) {
        REAL swap = low;
        low = high;
        high = swap;
        sd = -sd;
    }
    REAL a = R(R(low - mean) / sd), b = R(R(high - mean) / sd);
    REAL q = R(SQRT(R(R(a * a) + 4)));
    REAL cut = R(2 * EXP(R((REAL)0.5 + R(R(a * R(a - q)) / 4))));
    cut = R(cut / R(a + q));
    REAL width = R(b - a), third = R((REAL)1.3), alpha = R(R(a + q) / 2);
    REAL floor_g = a < 0 ? 0 : R(a * a);
    int by_normals = (a < -third && b >= 0) || (b > third && a <= 0);
    int by_uniforms = !by_normals && width < cut;
    size_t rejected = 0, done = 0, limit = by_normals ? 1001 : 1000;
    while (done < n) {
        REAL z[4], u[4];
        int accepted[4];
        size_t n_tried = PER_BLOCK;
        if (by_normals) {
            NORMALS(px_read_block(r), z);
            for (size_t j = 0; j < PER_BLOCK; j++)
                accepted[j] = z[j] >= a && z[j] <= b;
        } else if (by_uniforms) {
            UNIFORMS(px_read_block(r), z);
            UNIFORMS(px_read_block(r), u);
            for (size_t j = 0; j < PER_BLOCK; j++) {
                z[j] = R(R(z[j] * width) + a);
                accepted[j] = u[j] <= EXP(R(R(floor_g - R(z[j] * z[j])) / 2));
            }
        } else {
            UNIFORMS(px_read_block(r), u);
            n_tried = PER_BLOCK / 2;
            for (size_t j = 0; j < n_tried; j++) {
                z[j] = R(R(-LOG(u[2 * j]) / alpha) + a);
                REAL x = a < alpha ? R(alpha - z[j]) : R(a - alpha);
                REAL g = EXP(R(R(-x * x) / 2));
                accepted[j] = u[2 * j + 1] <= g && z[j] < b;
            }
        }
        for (size_t j = 0; j < n_tried && done < n; j++) {
            if (accepted[j]) {
                out[done++] = R(R(z[j] * sd) + mean);
                rejected = 0;
            } else if (++rejected >= limit) {
                return PX_NOT_ACCEPTED;
            }
        }
    }
    return 0;
}

#undef REAL
#undef R
#undef EXP
#undef LOG
#undef SQRT
#undef PER_BLOCK
#undef UNIFORMS
#undef NORMALS
#undef NAME
