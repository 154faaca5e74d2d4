/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Which kernel runs: the first of the table that this machine supports, unless a name
 * is forced.
 */
#include "px_internal.h"

#include <stdatomic.h>

/* What kernels need, as bits. */
enum {
    NEEDS_AVX2 = 1 << 0, /* and FMA, and an operating system that keeps ymm */
    NEEDS_AVX512 = 1 << 1,
    NEEDS_NEON = 1 << 2,
    DETECTED = 1 << 3, /* always there */
};

#if defined(PX_X86)
#if defined(_MSC_VER)
#include <intrin.h>

static void cpuid(unsigned leaf, unsigned r[4])
{
    __cpuidex((int *)r, (int)leaf, 0);
}

static unsigned xgetbv(void)
{
    return (unsigned)_xgetbv(0);
}
#else
#include <cpuid.h>

static void cpuid(unsigned leaf, unsigned r[4])
{
    __cpuid_count(leaf, 0, r[0], r[1], r[2], r[3]);
}

static unsigned xgetbv(void)
{
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}
#endif

/* Intel, Software Developer's Manual, volume 2 (CPUID) and volume 1, 15.2: a feature
 * counts only where the operating system keeps its registers (XCR0: 6 is xmm and ymm;
 * 0xe6 adds the masks, the upper halves of zmm and zmm16 to 31). */
static unsigned detect(void)
{
    const unsigned fma = 1u << 12, popcnt = 1u << 23, osxsave = 1u << 27; /* 1, ecx */
    const unsigned avx2 = 1u << 5;                                        /* 7, ebx */
    const unsigned avx512 = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31; /* F DQ BW VL */
    unsigned r[4], features = 0;
    cpuid(0, r);
    if (r[0] < 7)
        return 0;
    cpuid(1, r);
    if (~r[2] & (fma | popcnt | osxsave))
        return 0;
    unsigned saved = xgetbv();
    cpuid(7, r);
    if ((saved & 0x06) == 0x06 && (r[1] & avx2)) {
        features |= NEEDS_AVX2;
        if ((saved & 0xe6) == 0xe6 && (r[1] & avx512) == avx512)
            features |= NEEDS_AVX512;
    }
    return features;
}
#elif defined(PX_ARM64)
#if defined(__linux__)
#include <sys/auxv.h>
#endif

static unsigned detect(void)
{
#if defined(__linux__)
    return getauxval(AT_HWCAP) & 1u << 1 ? NEEDS_NEON : 0; /* HWCAP_ASIMD */
#else
    return NEEDS_NEON; /* part of every ABI for 64-bit Arm but bare metal's */
#endif
}
#else
static unsigned detect(void)
{
    return 0;
}
#endif

/* In order of preference; the scalar kernel runs everywhere and ends the table. */
static const struct {
    const px_kernels *kernels;
    unsigned needs;
} table[] = {
#if defined(PX_X86)
#if !defined(PX_NO_AVX512)
    {&px_kernels_avx512, NEEDS_AVX512},
#endif
    {&px_kernels_avx2, NEEDS_AVX2},
#elif defined(PX_ARM64)
    {&px_kernels_neon, NEEDS_NEON},
#endif
    {&px_kernels_scalar, 0},
};
#define N_KERNELS (sizeof table / sizeof table[0])

/* CPUID is slow on virtual machines, so it is asked once.  Threads that come at once
 * find the same. */
static unsigned cpu_features(void)
{
    static atomic_uint cached;
    unsigned features = atomic_load_explicit(&cached, memory_order_relaxed);
    if (!features) {
        features = detect() | DETECTED;
        atomic_store_explicit(&cached, features, memory_order_relaxed);
    }
    return features;
}

/* Every kernel gives the same bits, so a fill that reads this while another thread
 * changes it is right either way. */
static _Atomic(const px_kernels *) active;

static void use(const px_kernels *k)
{
    atomic_store_explicit(&active, k, memory_order_release);
}

/* The index-th kernel that this machine can run; NULL past the end. */
static const px_kernels *available(size_t index)
{
    unsigned features = cpu_features();
    for (size_t i = 0; i < N_KERNELS; i++)
        if (!(table[i].needs & ~features) && index-- == 0)
            return table[i].kernels;
    return NULL;
}

const px_kernels *px_kernels_active(void)
{
    const px_kernels *k = atomic_load_explicit(&active, memory_order_acquire);
    if (!k) {
        const px_kernels *preferred = available(0);
        /* Unless another thread has forced one meanwhile. */
        if (atomic_compare_exchange_strong(&active, &k, preferred))
            k = preferred;
    }
    return k;
}

/* Old streams need no speed: theirs is the scalar kernel everywhere. */
static int is_1_0(const px_distribution *d)
{
    return d->kind == PX_NORMAL_1_0 || d->kind == PX_TRUNCATED_NORMAL_1_0;
}

const px_kernels *px_kernels_for(const px_distribution *d)
{
    return is_1_0(d) ? &px_kernels_scalar_1_0 : px_kernels_active();
}

const px_kernels *px_block_kernels_for(const px_distribution *d)
{
    return is_1_0(d) ? &px_kernels_scalar_1_0 : &px_kernels_scalar;
}

const char *px_simd_active(void)
{
    return px_kernels_active()->name;
}

const char *px_simd_available(size_t index)
{
    const px_kernels *k = available(index);
    return k ? k->name : NULL;
}

int px_simd_force(const char *name)
{
    const px_kernels *k;
    if (!name) {
        use(available(0));
        return 0;
    }
    for (size_t i = 0; (k = available(i)); i++) {
        if (strcmp(name, k->name) == 0) {
            use(k);
            return 0;
        }
    }
    return -1;
}
