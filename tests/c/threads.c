/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Threads that fill pieces of one array, each distribution of parity.c, while others
 * change the kernel: the array is that of one fill.  For sanitizers that see races.
 */
#define main parity_main
#include "parity.c"
#undef main

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 6, PIECE = 997 };

static unsigned char expected_values[LARGE * 8], values[LARGE * 8];
static const distribution *tested;
static atomic_size_t taken, unwritten;

static void *fill_pieces(void *unused)
{
    size_t start;
    (void)unused;
    while ((start = atomic_fetch_add(&taken, PIECE)) < LARGE) {
        size_t n = LARGE - start < PIECE ? LARGE - start : PIECE;
        if (px_fill(&streams[2], &tested->d, start, n, values + start * tested->size))
            exit(1);
        atomic_fetch_sub(&unwritten, n);
    }
    return NULL;
}

static void *change_kernels(void *unused)
{
    const char *name;
    (void)unused;
    while (atomic_load(&unwritten) > 0)
        for (size_t i = 0; (name = px_simd_available(i)); i++)
            if (px_simd_force(name))
                exit(1);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < N_DISTRIBUTIONS; i++) {
        tested = &distributions[i];
        memset(values, GUARD_BYTE, sizeof values);
        atomic_store(&taken, 0);
        atomic_store(&unwritten, LARGE);
        /* The first call in the process is one of many at once, too. */
        for (size_t j = 0; j < THREADS; j++)
            if (pthread_create(&threads[j], NULL, j < 2 ? change_kernels : fill_pieces,
                               NULL))
                return 1;
        for (size_t j = 0; j < THREADS; j++)
            pthread_join(threads[j], NULL);
        fill("scalar", &streams[2], &tested->d, 0, LARGE, expected_values);
        check(!memcmp(values, expected_values, LARGE * tested->size), tested->name,
              "any", "pieces of many threads");
    }
    printf("%lu distributions passed, %lu failed\n", passed, failed);
    return failed > 0;
}
