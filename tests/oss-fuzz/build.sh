#!/bin/bash -eu
# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
#
# Run in the project's folder with OSS-Fuzz's CC, CFLAGS, LIB_FUZZING_ENGINE and OUT.
for source in tests/c/fuzz.c csrc/px_*.c; do
    $CC $CFLAGS -std=gnu11 -ffp-contract=off -DPX_SANITIZED -Icsrc -c "$source" \
        -o "${source##*/}.o"
done
$CXX $CXXFLAGS ./*.c.o $LIB_FUZZING_ENGINE -lm -o "$OUT/fuzz_fill"
cp tests/data/fuzz_seed_corpus.zip "$OUT/fuzz_fill_seed_corpus.zip"
