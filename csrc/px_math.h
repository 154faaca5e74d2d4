/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The logarithm, sine and cosine that the normals are defined by, for the arguments
 * that occur there: log of (0, 1), sincos of [0, 2 pi].  They return what glibc 2.28
 * to 2.40 returns on x86-64 with FMA, which TensorFlow calls; NOTICE says whose
 * algorithms and constants these are.  No libm function but fma and sqrt, which
 * IEEE 754 makes exact, is called in a stream.
 *
 * Single precision is computed in double with plain products and sums: fused or not,
 * every argument that occurs gives the same float.  Double precision is fused where
 * it says so, and nowhere else.
 */
#ifndef PX_MATH_H
#define PX_MATH_H

#include <math.h>

#include "px_internal.h"
#include "px_sincos_table.h"

#define PX_2PI 6.283185307179586

/* Single precision: logf and sincosf of Arm Optimized Routines (math/logf_data.c and
 * math/sincosf_data.c). */

/* 1/c and log c in turn, c near the middle of 16 subintervals of [0x1.66p-1, 0x1.66p0).
 */
/* clang-format off */
static const double px_logf_table[2 * 16] = {
    0x1.661ec79f8f3bep+0, -0x1.57bf7808caadep-2,
    0x1.571ed4aaf883dp+0, -0x1.2bef0a7c06ddbp-2,
    0x1.49539f0f010bp+0, -0x1.01eae7f513a67p-2,
    0x1.3c995b0b80385p+0, -0x1.b31d8a68224e9p-3,
    0x1.30d190c8864a5p+0, -0x1.6574f0ac07758p-3,
    0x1.25e227b0b8eap+0, -0x1.1aa2bc79c81p-3,
    0x1.1bb4a4a1a343fp+0, -0x1.a4e76ce8c0e5ep-4,
    0x1.12358f08ae5bap+0, -0x1.1973c5a611cccp-4,
    0x1.0953f419900a7p+0, -0x1.252f438e10c1ep-5,
    0x1p+0, 0x0p+0,
    0x1.e608cfd9a47acp-1, 0x1.aa5aa5df25984p-5,
    0x1.ca4b31f026aap-1, 0x1.c5e53aa362eb4p-4,
    0x1.b2036576afce6p-1, 0x1.526e57720db08p-3,
    0x1.9c2d163a1aa2dp-1, 0x1.bc2860d22477p-3,
    0x1.886e6037841edp-1, 0x1.1058bc8a07ee1p-2,
    0x1.767dcf5534862p-1, 0x1.4043057b6ee09p-2,
};
/* clang-format on */
#define PX_LN2     0x1.62e42fefa39efp-1
#define PX_LOGF_A0 -0x1.00ea348b88334p-2
#define PX_LOGF_A1 0x1.5575b0be00b6ap-2
#define PX_LOGF_A2 -0x1.ffffef20a4123p-2

/* log(x) in single precision of a positive normal float, or of a double between. */
static inline float px_logf(double x)
{
    uint64_t bits = px_bits_from_double(x);
    uint64_t t = bits - 0x3fe6600000000000u;
    uint64_t i = (t >> 48) & 15;
    double k = (double)((int64_t)(t & 0xfff0000000000000u) / (1LL << 52));
    double z = px_double_from_bits(bits - (t & 0xfff0000000000000u));
    double r = z * px_logf_table[2 * i] - 1.0;
    double y0 = px_logf_table[2 * i + 1] + k * PX_LN2;
    double r2 = r * r;
    double y = PX_LOGF_A1 * r + PX_LOGF_A2;
    y = PX_LOGF_A0 * r2 + y;
    return (float)(y * r2 + (y0 + r));
}

#define PX_SINCOSF_SCALE 0x1.45f306dc9c883p+23 /* 2^24 * 2 / pi */
#define PX_PI_2          0x1.921fb54442d18p+0
#define PX_SINF_1        -0x1.555545995a603p-3
#define PX_SINF_2        0x1.1107605230bc4p-7
#define PX_SINF_3        -0x1.994eb3774cf24p-13
#define PX_COSF_1        -0x1.ffffffd0c621cp-2
#define PX_COSF_2        0x1.55553e1068f19p-5
#define PX_COSF_3        -0x1.6c087e89a359dp-10
#define PX_COSF_4        0x1.99343027bf8c3p-16

/* sin(y) and cos(y), 0 <= y <= 2 pi. */
static inline void px_sincosf(float y, float *sin_y, float *cos_y)
{
    double x = (double)y;
    int32_t n = 0;
    if (y < 0x1p-12f) {
        *sin_y = y;
        *cos_y = 1.0f;
        return;
    }
    if (y >= 0.75f) {
        n = ((int32_t)(x * PX_SINCOSF_SCALE) + 0x800000) >> 24;
        x = x - (double)n * PX_PI_2;
    }
    double x2 = x * x;
    if ((n & 3) == 1 || (n & 3) == 2)
        x = -x;
    double x3 = x * x2, x4 = x2 * x2, x5 = x2 * x3, x6 = x2 * x4;
    double s = (PX_SINF_3 * x2 + PX_SINF_2) * x5 + (x3 * PX_SINF_1 + x);
    double c =
        (PX_COSF_4 * x2 + PX_COSF_3) * x6 + (x4 * PX_COSF_2 + (x2 * PX_COSF_1 + 1.0));
    if (n & 2)
        c = -c;
    *sin_y = (float)(n & 1 ? c : s);
    *cos_y = (float)(n & 1 ? s : c);
}

/* Double precision.  log is Arm Optimized Routines' (math/log_data.c, N = 128). */

/* {1/c, log c}, c near the middle of 128 subintervals of [0x1.6p-1, 0x1.6p0); log c is
 * rounded to a multiple of 2^-43. */
static const double px_log_table[128][2] = {
    {0x1.734f0c3e0de9fp+0, -0x1.7cc7f79e69p-2},
    {0x1.713786a2ce91fp+0, -0x1.76feec20dp-2},
    {0x1.6f26008fab5ap+0, -0x1.713e31351ep-2},
    {0x1.6d1a61f138c7dp+0, -0x1.6b85b382878p-2},
    {0x1.6b1490bc5b4d1p+0, -0x1.65d55908078p-2},
    {0x1.69147332f0cbap+0, -0x1.602d07618p-2},
    {0x1.6719f18224223p+0, -0x1.5a8ca86909p-2},
    {0x1.6524f99a51ed9p+0, -0x1.54f4356035p-2},
    {0x1.63356aa8f24c4p+0, -0x1.4f637c36b4p-2},
    {0x1.614b36b9ddc14p+0, -0x1.49da7fda85p-2},
    {0x1.5f66452c65c4cp+0, -0x1.445923989a8p-2},
    {0x1.5d867b5912c4fp+0, -0x1.3edf439b0b8p-2},
    {0x1.5babccb5b90dep+0, -0x1.396ce448f7p-2},
    {0x1.59d61f2d91a78p+0, -0x1.3401e17bdap-2},
    {0x1.5805612465687p+0, -0x1.2e9e2ef468p-2},
    {0x1.56397cee76bd3p+0, -0x1.2941b3830ep-2},
    {0x1.54725e2a77f93p+0, -0x1.23ec58cda88p-2},
    {0x1.52aff42064583p+0, -0x1.1e9e129279p-2},
    {0x1.50f22dbb2bddfp+0, -0x1.1956d2b48f8p-2},
    {0x1.4f38f4734ded7p+0, -0x1.141679ab9f8p-2},
    {0x1.4d843cfde284p+0, -0x1.0edd094ef98p-2},
    {0x1.4bd3ec078a3c8p+0, -0x1.09aa518db1p-2},
    {0x1.4a27fc3e0258ap+0, -0x1.047e65263b8p-2},
    {0x1.4880524d48434p+0, -0x1.feb224586fp-3},
    {0x1.46dce1b192d0bp+0, -0x1.f474a7517bp-3},
    {0x1.453d9d3391854p+0, -0x1.ea4443d103p-3},
    {0x1.43a2744b4845ap+0, -0x1.e020d44e9bp-3},
    {0x1.420b54115f8fbp+0, -0x1.d60a22977fp-3},
    {0x1.40782da3ef4b1p+0, -0x1.cc00104959p-3},
    {0x1.3ee8f5d57fe8fp+0, -0x1.c202956891p-3},
    {0x1.3d5d9a00b4ce9p+0, -0x1.b81178d811p-3},
    {0x1.3bd60c010c12bp+0, -0x1.ae2c9ccd3dp-3},
    {0x1.3a5242b75dab8p+0, -0x1.a45402e129p-3},
    {0x1.38d22cd9fd002p+0, -0x1.9a877681dfp-3},
    {0x1.3755bc5847a1cp+0, -0x1.90c6d69483p-3},
    {0x1.35dce49ad36e2p+0, -0x1.87120a645cp-3},
    {0x1.34679984dd44p+0, -0x1.7d68fb4143p-3},
    {0x1.32f5cceffcb24p+0, -0x1.73cb83c627p-3},
    {0x1.3187775a10d49p+0, -0x1.6a39a9b376p-3},
    {0x1.301c8373e399p+0, -0x1.60b3154b7ap-3},
    {0x1.2eb4ebb95f841p+0, -0x1.5737d76243p-3},
    {0x1.2d50a0219a9d1p+0, -0x1.4dc7b8fc23p-3},
    {0x1.2bef9a8b7fd2ap+0, -0x1.4462c51d2p-3},
    {0x1.2a91c7a0c1babp+0, -0x1.3b08abc83p-3},
    {0x1.293726014b53p+0, -0x1.31b996b49p-3},
    {0x1.27dfa5757a1f5p+0, -0x1.2875490a44p-3},
    {0x1.268b39b1d3bbfp+0, -0x1.1f3b9f879ap-3},
    {0x1.2539d838ff5bdp+0, -0x1.160c8252cap-3},
    {0x1.23eb7aac9083bp+0, -0x1.0ce7f57f72p-3},
    {0x1.22a012ba940b6p+0, -0x1.03cdc49feap-3},
    {0x1.2157996cc4132p+0, -0x1.f57bdbc4b8p-4},
    {0x1.201201dd2fc9bp+0, -0x1.e370896404p-4},
    {0x1.1ecf4494d480bp+0, -0x1.d17983ef94p-4},
    {0x1.1d8f5528f6569p+0, -0x1.bf9674ed8ap-4},
    {0x1.1c52311577e7cp+0, -0x1.adc79202f6p-4},
    {0x1.1b17c74cb26e9p+0, -0x1.9c0c3e7288p-4},
    {0x1.19e010c2c1ab6p+0, -0x1.8a646b372cp-4},
    {0x1.18ab07bb670bdp+0, -0x1.78d01b3acp-4},
    {0x1.1778a25efbcb6p+0, -0x1.674f14538p-4},
    {0x1.1648d354c31dap+0, -0x1.55e0e6d878p-4},
    {0x1.151b990275fddp+0, -0x1.4485cdea1ep-4},
    {0x1.13f0ea432d24cp+0, -0x1.333d94d6aap-4},
    {0x1.12c8b7210f9dap+0, -0x1.22079f8c56p-4},
    {0x1.11a3028ecb531p+0, -0x1.10e4698622p-4},
    {0x1.107fbda8434afp+0, -0x1.ffa6c6ad2p-5},
    {0x1.0f5ee0f4e6bb3p+0, -0x1.dda8d4a774p-5},
    {0x1.0e4065d2a9fcep+0, -0x1.bbcece485p-5},
    {0x1.0d244632ca521p+0, -0x1.9a1894012cp-5},
    {0x1.0c0a77ce2981ap+0, -0x1.788583302cp-5},
    {0x1.0af2f83c636d1p+0, -0x1.5715e67d68p-5},
    {0x1.09ddb98a01339p+0, -0x1.35c8a49658p-5},
    {0x1.08cabaf52e7dfp+0, -0x1.149e364154p-5},
    {0x1.07b9f2f4e28fbp+0, -0x1.e72c082eb8p-6},
    {0x1.06ab58c358f19p+0, -0x1.a55f152528p-6},
    {0x1.059eea5ecf92cp+0, -0x1.63d62cf818p-6},
    {0x1.04949cdd12c9p+0, -0x1.228fb8caap-6},
    {0x1.038c6c6f0ada9p+0, -0x1.c317b20f9p-7},
    {0x1.02865137932a9p+0, -0x1.419355daap-7},
    {0x1.0182427ea7348p+0, -0x1.81203c2ecp-8},
    {0x1.008040614b195p+0, -0x1.004097924p-9},
    {0x1.fe01ff726fa1ap-1, 0x1.feff3849p-9},
    {0x1.fa11cc261ea74p-1, 0x1.7dc41353dp-7},
    {0x1.f6310b081992ep-1, 0x1.3cea3c4c28p-6},
    {0x1.f25f63ceeadcdp-1, 0x1.b9fc11489p-6},
    {0x1.ee9c8039113e7p-1, 0x1.1b0d8ce11p-5},
    {0x1.eae8078cbb1abp-1, 0x1.58a5bd001cp-5},
    {0x1.e741aa29d0c9bp-1, 0x1.95c8340d88p-5},
    {0x1.e3a91830a99b5p-1, 0x1.d276aef578p-5},
    {0x1.e01e009609a56p-1, 0x1.07598e598cp-4},
    {0x1.dca01e577bb98p-1, 0x1.253f5e30d2p-4},
    {0x1.d92f20b7c9103p-1, 0x1.42edd8b38p-4},
    {0x1.d5cac66fb5ccep-1, 0x1.606598757cp-4},
    {0x1.d272caa5ede9dp-1, 0x1.7da76356ap-4},
    {0x1.cf26e3e6b2ccdp-1, 0x1.9ab434e1c6p-4},
    {0x1.cbe6da2a77902p-1, 0x1.b78c7bb0d6p-4},
    {0x1.c8b266d37086dp-1, 0x1.d431332e72p-4},
    {0x1.c5894bd5d5804p-1, 0x1.f0a3171de6p-4},
    {0x1.c26b533bb9f8cp-1, 0x1.067152b914p-3},
    {0x1.bf583eeece73fp-1, 0x1.147858292bp-3},
    {0x1.bc4fd75db96c1p-1, 0x1.2266ecdca3p-3},
    {0x1.b951e0c864a28p-1, 0x1.303d7a6c55p-3},
    {0x1.b65e2c5ef3e2cp-1, 0x1.3dfc33c331p-3},
    {0x1.b374867c9888bp-1, 0x1.4ba366b7a8p-3},
    {0x1.b094b211d304ap-1, 0x1.5933928d1fp-3},
    {0x1.adbe885f2ef7ep-1, 0x1.66acd2418fp-3},
    {0x1.aaf1d31603da2p-1, 0x1.740f8ec669p-3},
    {0x1.a82e63fd358a7p-1, 0x1.815c0f51afp-3},
    {0x1.a5740ef09738bp-1, 0x1.8e92954f68p-3},
    {0x1.a2c2a90ab4b27p-1, 0x1.9bb3602f84p-3},
    {0x1.a01a01393f2d1p-1, 0x1.a8bed1c2cp-3},
    {0x1.9d79f24db3c1bp-1, 0x1.b5b515c01dp-3},
    {0x1.9ae2505c7b19p-1, 0x1.c2967ccbccp-3},
    {0x1.9852ef297ce2fp-1, 0x1.cf635d5486p-3},
    {0x1.95cbaeea44b75p-1, 0x1.dc1bd3446cp-3},
    {0x1.934c69de74838p-1, 0x1.e8c01b8cfep-3},
    {0x1.90d4f2f6752e6p-1, 0x1.f5509c0179p-3},
    {0x1.8e6528effd79dp-1, 0x1.00e6c121fb8p-2},
    {0x1.8bfce9fcc007cp-1, 0x1.071b80e93dp-2},
    {0x1.899c0dabec30ep-1, 0x1.0d46b9e867p-2},
    {0x1.87427aa2317fbp-1, 0x1.13687334bdp-2},
    {0x1.84f00acb39a08p-1, 0x1.1980d672348p-2},
    {0x1.82a49e8653e55p-1, 0x1.1f8ffe0cc8p-2},
    {0x1.8060195f4026p-1, 0x1.2595fd76368p-2},
    {0x1.7e22563e0a329p-1, 0x1.2b9300914a8p-2},
    {0x1.7beb377dcb5adp-1, 0x1.3187210436p-2},
    {0x1.79baa679725c2p-1, 0x1.377266dec18p-2},
    {0x1.77907f2170657p-1, 0x1.3d54ffbaf3p-2},
    {0x1.756cadbd6130cp-1, 0x1.432eee32fep-2},
};
#define PX_LN2_HI 0x1.62e42fefa38p-1
#define PX_LN2_LO 0x1.ef35793c7673p-45
static const double px_log_a[5] = {
    -0x1.0000000000001p-1, 0x1.555555551305bp-2,  -0x1.fffffffeb459p-3,
    0x1.999b324f10111p-3,  -0x1.55575e506c89fp-3,
};
static const double px_log_b[11] = {
    -0x1p-1,
    0x1.5555555555577p-2,
    -0x1.ffffffffffdcbp-3,
    0x1.999999995dd0cp-3,
    -0x1.55555556745a7p-3,
    0x1.24924a344de3p-3,
    -0x1.fffffa4423d65p-4,
    0x1.c7184282ad6cap-4,
    -0x1.999eb43b068ffp-4,
    0x1.78182f7afd085p-4,
    -0x1.5521375d145cdp-4,
};

/* The row {1/c, log c} for a positive normal double of these bits. */
static inline const double *px_log_row(uint64_t bits)
{
    return px_log_table[(bits - 0x3fe6000000000000u) >> 45 & 127];
}

/* Whether 0.9375 <= x < 1.0647. */
static inline int px_is_log_near_1(double x)
{
    return px_bits_from_double(x) - 0x3fee000000000000u < 0x3090000000000u;
}

/* log(z * 2^k) elsewhere, with the table's row for z. */
static inline double px_log_of_parts(double z, double k, double inverse, double log_c)
{
    const double *a = px_log_a;
    double r = fma(z, inverse, -1.0);
    double w = fma(k, PX_LN2_HI, log_c);
    double hi = w + r;
    double r2 = r * r;
    double lo = fma(k, PX_LN2_LO, (w - hi) + r);
    double p = fma(fma(r, a[4], a[3]), r2, fma(a[2], r, a[1]));
    return fma(r * r2, p, fma(r2, a[0], lo)) + hi;
}

/* log(x) of a positive normal double. */
static inline double px_log(double x)
{
    uint64_t bits = px_bits_from_double(x);
    if (px_is_log_near_1(x)) {
        const double *b = px_log_b;
        if (x == 1.0)
            return 0.0;
        double r = x - 1.0, r2 = r * r, r3 = r * r2;
        double low = fma(r2, b[3], fma(b[2], r, b[1]));
        double mid = fma(r2, b[6], fma(b[5], r, b[4]));
        double top = fma(r3, b[10], fma(r2, b[9], fma(b[8], r, b[7])));
        double q = fma(fma(top, r3, mid), r3, low);
        /* r^2 / 2 in two parts, from the upper half of r. */
        double t = fma(r, 0x1p27, r);
        double rh = fma(-0x1p27, r, t), rl = r - rh;
        double h2 = rh * rh;
        double hi = fma(h2, b[0], r);
        double lo = fma(h2, b[0], r - hi);
        lo = fma(b[0] * rl, r + rh, lo);
        return hi + fma(q, r3, lo);
    }
    uint64_t t = bits - 0x3fe6000000000000u;
    const double *row = px_log_row(bits);
    double k = (double)((int64_t)(t & 0xfff0000000000000u) / (1LL << 52));
    double z = px_double_from_bits(bits - (t & 0xfff0000000000000u));
    return px_log_of_parts(z, k, row[0], row[1]);
}

/* sincos is that of the IBM Accurate Mathematical Library in glibc
 * (sysdeps/ieee754/dbl-64/s_sin.c, usncs.h, trigo.h). */
#define PX_BIG   0x1.8p+45 /* adding it rounds to a multiple of 1/128 */
#define PX_TOINT 0x1.8p+52 /* adding it rounds to an integer */
#define PX_SN3   -0x1.5555555555515p-3
#define PX_SN5   0x1.11110e829872fp-7
#define PX_CS2   0x1p-1
#define PX_CS4   -0x1.5555555555535p-5
#define PX_CS6   0x1.6c16bedd9e239p-10
#define PX_S1    -0x1.5555555555555p-3
#define PX_S2    0x1.1111111110ecep-7
#define PX_S3    -0x1.a01a019db08b8p-13
#define PX_S4    0x1.71de27b9a7ed9p-19
#define PX_S5    -0x1.addffc2fcdf59p-26
#define PX_HP0   0x1.921fb54442d18p+0 /* pi / 2 = HP0 + HP1 */
#define PX_HP1   0x1.1a62633145c07p-54
#define PX_HPINV 0x1.45f306dc9c883p-1 /* 2 / pi */
#define PX_MP1   0x1.921fb58p+0       /* pi / 2 = MP1 + MP2 + PP3 + PP4 */
#define PX_MP2   -0x1.dde973cp-27
#define PX_PP3   -0x1.cb3b398p-55
#define PX_PP4   -0x1.d747f23e32ed7p-83

/* cos(x + dx), |x| < 0.8555. */
static inline double px_cos_table(double x, double dx)
{
    if (x < 0)
        dx = -dx;
    double u = PX_BIG + fabs(x);
    double t = (fabs(x) - (u - PX_BIG)) + dx;
    const double *row = px_sincos_table[(uint32_t)px_bits_from_double(u)];
    double sn = row[0], ssn = row[1], cs = row[2], ccs = row[3];
    double xx = t * t;
    double s = fma(t * xx, fma(xx, PX_SN5, PX_SN3), t);
    double c = xx * fma(fma(xx, PX_CS6, PX_CS4), xx, PX_CS2);
    return cs + fma(-s, sn, fma(-cs, c, fma(-s, ssn, ccs)));
}

/* sin(x + dx), |x| < 0.8555. */
static inline double px_sin_table(double x, double dx)
{
    if (fabs(x) < 0x1.020c49ba5e354p-3) { /* 0.126 */
        double xx = x * x;
        double p =
            fma(fma(fma(fma(PX_S5, xx, PX_S4), xx, PX_S3), xx, PX_S2), xx, PX_S1);
        return x + fma(fma(p, x, -(0.5 * dx)), xx, dx);
    }
    if (x <= 0)
        dx = -dx;
    double u = PX_BIG + fabs(x);
    double t = fabs(x) - (u - PX_BIG);
    const double *row = px_sincos_table[(uint32_t)px_bits_from_double(u)];
    double sn = row[0], ssn = row[1], cs = row[2], ccs = row[3];
    double xx = t * t;
    double s = fma(t * xx, fma(xx, PX_SN5, PX_SN3), dx) + t;
    double c = fma(dx, t, xx * fma(fma(xx, PX_CS6, PX_CS4), xx, PX_CS2));
    return copysign(sn + fma(s, cs, fma(-c, sn, fma(ccs, s, ssn))), x);
}

/* sin(x) and cos(x), 0 <= x <= 2 pi. */
static inline void px_sincos(double x, double *sin_x, double *cos_x)
{
    uint32_t high = (uint32_t)(px_bits_from_double(x) >> 32);
    if (high < 0x3e400000u) { /* x < 2^-27 */
        *sin_x = x;
        *cos_x = 1.0;
    } else if (high < 0x3feb6000u) { /* x < 0.8555 */
        *sin_x = px_sin_table(x, 0.0);
        *cos_x = px_cos_table(x, 0.0);
    } else if (high < 0x400368fdu) { /* x < 2.4263 */
        double y = PX_HP0 - x;
        double a = y + PX_HP1;
        double da = (y - a) + PX_HP1;
        *sin_x = px_cos_table(a, da);
        *cos_x = px_sin_table(a, da);
    } else {
        double t = fma(x, PX_HPINV, PX_TOINT);
        double xn = t - PX_TOINT;
        uint32_t n = (uint32_t)px_bits_from_double(t) & 3;
        double y = fma(-xn, PX_MP2, fma(-xn, PX_MP1, x));
        double t2 = fma(-xn, PX_PP3, y);
        double db = fma(-xn, PX_PP3, y - t2);
        double a = fma(-xn, PX_PP4, t2);
        double da = db + fma(-xn, PX_PP4, t2 - a);
        if (n == 1 || n == 2) {
            a = -a;
            da = -da;
        }
        double s = px_sin_table(a, da), c = px_cos_table(a, da);
        if (n & 2)
            c = -c;
        *sin_x = n & 1 ? c : s;
        *cos_x = n & 1 ? s : c;
    }
}

/* a[0] + a[1] t + ..., fused. */
static inline double px_polynomial_f64(double t, const double *a, int degree)
{
    double sum = a[degree];
    for (int i = degree - 1; i >= 0; i--)
        sum = fma(sum, t, a[i]);
    return sum;
}

#endif
