/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made by make_real_table.py; do not edit.
 */
/* clang-format off */
/* 1/c and log c in turn, c in the middle of [(47 + 2i)/64, (49 + 2i)/64)
 * below 63/64 and of intervals twice as long above, but c = 1 where 1 is
 * inside; log c is a multiple of 2^-43, within 2^-66. */
PX_ALIGN64 static const double px_real_log_table[2 * 16] = {
    0x1.5555552bfd97ap+0, -0x1.2696209746800p-2,
    0x1.47ae1466cba53p+0, -0x1.f991c64db4000p-3,
    0x1.3b13b121214a2p+0, -0x1.a93ed32006000p-3,
    0x1.2f684bc7cb93bp+0, -0x1.5bf40639e2000p-3,
    0x1.2492490281d13p+0, -0x1.1178e7340b000p-3,
    0x1.1a7b960712b7bp+0, -0x1.9335e53c24000p-4,
    0x1.111110ff72066p+0, -0x1.08598a5192000p-4,
    0x1.0842107935cc4p+0, -0x1.0415d74bf8000p-5,
    0x1.0000000000000p+0, 0x0.0p+0,
    0x1.e1e1e1ca36f37p-1, 0x1.f0a30d9370000p-5,
    0x1.c71c71bb5c936p-1, 0x1.e270774c6e000p-4,
    0x1.af286bb103d70p-1, 0x1.5ff30781a7000p-3,
    0x1.9999997c5153ap-1, 0x1.c8ff7d0c13000p-3,
    0x1.8618616f269edp-1, 0x1.1675caf6f5000p-2,
    0x1.745d173ed055ep-1, 0x1.4618bc3509000p-2,
    0x1.642c8589d0593p-1, 0x1.739d7f7f86000p-2,
};
/* (log(1 + r) - r + r**2 / 2) / r**3. */
static const double px_real_log_p[8] = {
    0x1.55555555554eep-2,
    -0x1.ffffffffffecep-3,
    0x1.9999999b9185bp-3,
    -0x1.55555557c5acbp-3,
    0x1.249231520ac7dp-3,
    -0x1.ffffcc13356c0p-4,
    0x1.c7ff73c33a655p-4,
    -0x1.9a7a237bd3676p-4,
};
/* (exp(r) - 1 - r) / r**2, |r| <= log(2) / 2. */
static const double px_real_exp_q[11] = {
    0x1.0000000000000p-1,
    0x1.5555555555559p-3,
    0x1.5555555555558p-5,
    0x1.111111110f654p-7,
    0x1.6c16c16c14f61p-10,
    0x1.a01a01b003f70p-13,
    0x1.a01a01add790bp-16,
    0x1.71ddf80eee722p-19,
    0x1.27e4cb0fab5d3p-22,
    0x1.af5f2a479810dp-26,
    0x1.1f8dbcbcdf3e2p-29,
};
/* sin(pi y) / y - PX_REAL_PI, of y**2. */
static const double px_real_sinpi_a[7] = {
    0x1.038abc7e3d1c2p-53,
    -0x1.4abbce625be41p+2,
    0x1.466bc6775878dp+1,
    -0x1.32d2cce2df041p-1,
    0x1.50782fd40215bp-4,
    -0x1.e3006c90f97ffp-8,
    0x1.e3f1e181ad003p-12,
};
/* (cos(pi y) - 1) / y**2, of y**2. */
static const double px_real_cospi_a[7] = {
    -0x1.3bd3cc9be45dep+2,
    0x1.03c1f081b5a50p+2,
    -0x1.55d3c7e3bf89cp+0,
    0x1.e1f50674f8ec6p-3,
    -0x1.a6d1e18eea98cp-6,
    0x1.f9c41ca3434abp-10,
    -0x1.b0059938b01ccp-14,
};
/* tan(pi y) / y, of y**2. */
static const double px_tangent_a[4] = {
    0x1.921fb54442d18p+1,
    -0x1.fd1a91abf87b4p+1,
    0x1.b783774b4fcfep-1,
    -0x1.71f21cb9de72cp-6,
};
/* The denominator. */
static const double px_tangent_b[4] = {
    0x1.0000000000000p+0,
    -0x1.2393f42c36871p+2,
    0x1.230869e09dc7ap+1,
    -0x1.9a32152b43ae9p-3,
};
/* log k! and what Stirling's formula lacks in turn, k from 0 to 15. */
PX_ALIGN64 static const double px_real_factorials[2 * 16] = {
    0x0.0p+0, 0x1.4c071bcda0a5bp-4,
    0x0.0p+0, 0x1.52a9b923ea649p-5,
    0x1.62e42fefa39efp-1, 0x1.c579a268d80b3p-6,
    0x1.cab0bfa2a2002p+0, 0x1.54a2662fd78a9p-6,
    0x1.96ca77c922cf9p+1, 0x1.10b4e513fcbedp-6,
    0x1.326643c4479c9p+2, 0x1.c6b167bebdf36p-7,
    0x1.a51273acf01cap+2, 0x1.85d4d612e4a86p-7,
    0x1.10ce1f32dcc30p+3, 0x1.552805e7b3076p-7,
    0x1.5358e82fcb70dp+3, 0x1.2f4871b12ab64p-7,
    0x1.99a8921a7f7cfp+3, 0x1.10f9d4c0743a7p-7,
    0x1.e357590954d15p+3, 0x1.f0593088014f8p-8,
    0x1.180973f3a8d74p+4, 0x1.c7018733aa9c6p-8,
    0x1.3fcba16d50143p+4, 0x1.a40514700f36cp-8,
    0x1.68d5a9c3b32cep+4, 0x1.86076c002d4a7p-8,
    0x1.930f3df162a42p+4, 0x1.6c08f6f194a10p-8,
    0x1.be636a63fd346p+4, 0x1.5549f7dd113bcp-8,
};
/* The same times x = k + 1, of 1 / x**2. */
static const double px_real_stirling_a[5] = {
    0x1.5555555555555p-4,
    -0x1.6c16c16bf934dp-9,
    0x1.a019fe3de115ap-11,
    -0x1.380a88a01391dp-11,
    0x1.af697d19adb66p-11,
};
