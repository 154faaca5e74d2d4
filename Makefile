# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
#
# Each target sets up what it needs under build/ and works on a fresh machine with
# Python 3.11 or later, pip, a C compiler and make.

PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

comma := ,

# $(call fresh_venv,NAME,EXTRAS,MORE): build/NAME with the wheel, its extras and more.
define fresh_venv
	$(PYTHON) -m venv --clear build/$(1)
	build/$(1)/bin/pip install -q "$$(echo build/dist/*.whl)$(2)" $(3)
endef

comma = ,
QUICK = -m "not slow and not tensorflow and not tensorflow_old"

# As in setup.py, with warnings as errors; the C programs link with the sources.
C_FLAGS = -std=gnu11 -O3 -ffp-contract=off -Wall -Wextra -Wshadow -Werror -Icsrc
# What the sanitizer of undefined behaviour finds ends the program; if each check had an
# end of its own in the code, clang would take a minute for a file.  Where nothing is
# inlined, GCC does not see that loops over vectors have set what is read.
SANITIZED = -O1 -DPX_SANITIZED -fsanitize=address,undefined \
    -Wno-unknown-warning-option -Wno-maybe-uninitialized
export UBSAN_OPTIONS = halt_on_error=1:print_stacktrace=1

RACES = -O1 -g -DPX_SANITIZED -fsanitize=thread

# $(call parity,COMPILER,FLAGS,EMULATOR,PROGRAM): build tests/c/parity.c, or another program
# there, and run it.
define parity
	@mkdir -p build && echo "== $(1) $(2)"
	@$(1) $(C_FLAGS) -DPX_TESTED $(2) tests/c/$(or $(4),parity).c csrc/*.c -lm \
	    -o build/$(or $(4),parity)-$(1)
	@$(3) build/$(or $(4),parity)-$(1)
endef

.PHONY: help run test test-pythons bench test-slow test-dask test-tensorflow \
    test-tensorflow-old test-c test-emulated test-machines test-builds \
    test-emulated-python test-free-threaded test-sanitize test-fuzz test-mutation \
    test-statistics bench-kernel wheel test-reproducible types lint format docs \
    pictures clean

help:  ## Show the targets.
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 24

run: wheel  ## Install the wheel in a fresh venv; run the examples and a quick benchmark.
	$(call fresh_venv,run,[progress$(comma)dask],scipy)
	@echo "== philoxseed"
	build/run/bin/philoxseed
	cd build && for example in ../examples/*.py; do \
	    echo && echo "== $$example" && run/bin/python $$example || exit 1; done
	@echo && echo "== benchmark"
	build/run/bin/python -m bench --json build/run.json
	@echo && echo "== conclusion"
	@build/run/bin/python -m bench.conclusion build/run.json build/dist/*.whl

test: wheel  ## Run the test suite against the installed wheel.
	$(call fresh_venv,test,[test])
	build/test/bin/pytest $(QUICK)

bench: wheel  ## Run the full benchmark against all peers; results in build/bench.*.
	$(call fresh_venv,bench)
	build/bench/bin/pip install -q -r bench/requirements.txt
	build/bench/bin/python -m bench --full --json build/bench.json \
	    --plot build/bench.svg $(OPTIONS)

# The oldest numpy that has wheels for a Python, and the newest.
PYTHONS = 3.11-numpy2.0 3.12-numpy2.0 3.13-numpy2.1 3.11-numpy2 3.12-numpy2 3.13-numpy2

test-pythons: $(PYTHONS:%=test-python%)  ## Test the wheel on several Pythons and numpys.

# From pyenv, or else from the PATH.
version = $(firstword $(subst -numpy, ,$*))
test-python%: private PYTHON = $(lastword \
    python$(version) $(wildcard $(HOME)/.pyenv/versions/$(version).*/bin/python))
test-python%: wheel
	$(call fresh_venv,python$*,[test],"numpy==$(lastword $(subst -numpy, ,$*)).*")
	build/python$*/bin/pytest -q $(QUICK)

test-slow: wheel  ## Run the exhaustive tests.
	$(call fresh_venv,test,[test],randomgen)
	build/test/bin/pytest -m slow

test-dask: wheel  ## Compare Dask arrays on two worker processes; the examples of engines.
	$(call fresh_venv,dask,[test$(comma)dask$(comma)cubed$(comma)zarr])
	build/dask/bin/pytest -s -p no:logging \
	    tests/test_blocks.py tests/test_dask.py tests/test_distributed.py
	cd build && for example in cubed_blocks zarr_regions dask_monte_carlo; do \
	    dask/bin/python ../examples/$$example.py || exit 1; done

test-tensorflow: wheel  ## Compare with a live TensorFlow, bit for bit.
	$(call fresh_venv,tensorflow,[test])
	build/tensorflow/bin/pip install -q tensorflow-cpu
	build/tensorflow/bin/pytest -m tensorflow tests/live \
	    --ignore tests/live/test_values.py
	build/tensorflow/bin/pytest -m tensorflow tests/live/test_values.py  # eager

test-tensorflow-old: wheel  ## The same with TensorFlow 1.0, 1.15, 2.3 (pyenv has their Pythons).
	$(call fresh_venv,tensorflow-old,[test])
	build/tensorflow-old/bin/python tests/live/old_interpreters.py build
	build/tensorflow-old/bin/pytest -s -m tensorflow_old tests/live

# $(call needs,PROGRAMS,PACKAGES): say what is missing, and what Debian calls it.
define needs
	@for program in $(1); do command -v $$program > /dev/null || { \
	    echo "$$program is missing: apt-get install $(2)"; exit 1; }; done
endef

test-c:  ## Compare the kernels in C: by gcc and clang, each plain and with sanitizers.
	$(call parity,gcc)
	$(call parity,gcc,$(SANITIZED))
	$(call parity,clang)
	$(call parity,clang,$(SANITIZED))

# What sanitizers need in a Python that was built without them. Python itself does not free
# all of its memory at its end, so leaks are not looked for here, but by test_load.py.
SANITIZED_address = PYTHONMALLOC=malloc \
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1
# setarch: its shadow memory does not fit to every random address.
SANITIZED_thread = TSAN_OPTIONS=exitcode=66:die_after_fork=0 setarch -R

# $(call sanitized,KIND,SANITIZERS,PYTEST): build the package with sanitizers, by gcc, and run
# tests with it. C++ libraries that the tests import need their runtime before the sanitizer's.
define sanitized
	@echo "== package, $(2)"
	$(PYTHON) -m venv --clear build/sanitize-$(1)
	CC=gcc PHILOXSEED_SANITIZERS=$(2) build/sanitize-$(1)/bin/pip install -q ".[test]"
	LD_PRELOAD="$$(gcc -print-file-name=lib$(firstword $(4))san.so) \
	    $$(gcc -print-file-name=libstdc++.so)" $(SANITIZED_$(1)) \
	    build/sanitize-$(1)/bin/python -m pytest -p no:cacheprovider $(3)
endef

THREADED = tests/test_load.py tests/test_threads.py tests/test_lock.py

test-sanitize:  ## Sanitizers of memory, undefined behaviour and races: kernels and package.
	$(call needs,gcc clang setarch,gcc clang util-linux)
	$(call parity,gcc,$(SANITIZED))
	$(call parity,clang,$(SANITIZED))
	$(call parity,gcc,$(RACES),,threads)
	$(call parity,clang,$(RACES),,threads)
	$(call sanitized,thread,thread,$(QUICK) $(THREADED),t)
	$(call sanitized,address,address$(comma)undefined,$(QUICK),a)

test-emulated:  ## The same for 64-bit Arm and big-endian s390x, under qemu-user.
	$(call needs,aarch64-linux-gnu-gcc s390x-linux-gnu-gcc qemu-aarch64 qemu-s390x,\
	    gcc-aarch64-linux-gnu libc6-dev-arm64-cross \
	    gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user)
	$(call parity,aarch64-linux-gnu-gcc,-static,qemu-aarch64)
	$(call parity,s390x-linux-gnu-gcc,-static,qemu-s390x)

test-machines: test-emulated test-builds  ## The same for more machines, and for many builds.
	$(call needs,arm-linux-gnueabihf-gcc i686-linux-gnu-gcc riscv64-linux-gnu-gcc \
	    powerpc64le-linux-gnu-gcc qemu-arm qemu-riscv64 qemu-ppc64le,\
	    gcc-arm-linux-gnueabihf libc6-dev-armhf-cross \
	    gcc-i686-linux-gnu libc6-dev-i386-cross \
	    gcc-riscv64-linux-gnu libc6-dev-riscv64-cross \
	    gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross qemu-user)
	$(call parity,arm-linux-gnueabihf-gcc,-static,qemu-arm)
	$(call parity,riscv64-linux-gnu-gcc,-static,qemu-riscv64)
	$(call parity,powerpc64le-linux-gnu-gcc,-static,qemu-ppc64le)
	$(call parity,i686-linux-gnu-gcc,-static -msse2 -mfpmath=sse)
	@echo "== i686 with x87, which has extra precision, is refused"
	@i686-linux-gnu-gcc $(C_FLAGS) -fsyntax-only csrc/px_scalar.c 2>&1 \
	    | grep "need float and double arithmetic without extra precision"

# What compares values: with TensorFlow's, with models in Python, with digests.
EMULATED = -q -m "not slow and not tensorflow and not tensorflow_old" \
    tests/test_digests.py tests/test_golden.py tests/test_golden_values.py \
    tests/test_core.py tests/test_stream.py tests/test_bit_generator.py

test-emulated-python:  ## The Python package on emulated 64-bit Arm and s390x.
	$(call needs,aarch64-linux-gnu-gcc s390x-linux-gnu-gcc qemu-aarch64 qemu-s390x apt-get,\
	    gcc-aarch64-linux-gnu gcc-s390x-linux-gnu qemu-user)
	$(PYTHON) -m venv build/cython
	build/cython/bin/pip install -q "Cython>=3.1"
	PYTHON=build/cython/bin/python tests/emulated_python.sh \
	    arm64 aarch64-linux-gnu qemu-aarch64 $(EMULATED)
	PYTHON=build/cython/bin/python tests/emulated_python.sh \
	    s390x s390x-linux-gnu qemu-s390x $(EMULATED)

# A free-threaded Python, of which there may be none on the PATH.
FREE_THREADED ?= $(lastword python3.14t $(wildcard $(HOME)/.pyenv/versions/3.1[34]*t/bin/python))

test-free-threaded: private PYTHON = $(FREE_THREADED)
test-free-threaded:  ## The test suite without the GIL; FREE_THREADED=path/to/python3.14t.
	@command -v $(PYTHON) > /dev/null || { echo "$(PYTHON) is missing, and Debian has none:" \
	    "build its source of python3.14 with ./configure --disable-gil"; exit 1; }
	$(PYTHON) -m venv --clear build/free-threaded
	build/free-threaded/bin/pip install -q ".[test]"
	build/free-threaded/bin/pytest $(QUICK)

test-builds:  ## The kernels by gcc and clang, -O0 to -O3 and LTO; without AVX-512; musl.
	$(call needs,gcc clang musl-gcc,gcc clang musl-tools)
	$(call parity,gcc,-O0)
	$(call parity,gcc,-O2)
	$(call parity,gcc,-flto)
	$(call parity,clang,-O0)
	$(call parity,clang,-O2)
	$(call parity,clang,-flto)
	$(call parity,gcc,-DPX_NO_AVX512)
	$(call parity,gcc,-DPX_NO_AVX2)
	$(call parity,musl-gcc,-static)
test-fuzz:  ## Fuzz the C interface: OPTIONS="-max_total_time=3600" for an hour.
	$(call needs,clang,clang libclang-rt-14-dev)
	mkdir -p build/corpus
	$(PYTHON) -m zipfile -e tests/data/fuzz_seed_corpus.zip build/corpus
	clang $(C_FLAGS) $(SANITIZED),fuzzer tests/c/fuzz.c csrc/*.c -lm -o build/fuzz
	cd build && ./fuzz -max_len=256 -max_total_time=60 -print_final_stats=1 \
	    $(OPTIONS) corpus

test-mutation: wheel  ## Change constants and operators: do the tests notice?
	$(call fresh_venv,mutation,[test],setuptools Cython)
	build/mutation/bin/python tests/mutation.py $(OPTIONS)

STREAM = build/test/bin/philoxseed stream --graph-seed 1234
FITS = tests/test_statistics.py tests/test_gamma.py tests/test_transforms.py \
    tests/test_discrete.py

test-statistics: wheel  ## Goodness of fit, and programs that test random bits: hours.
	$(call needs,dieharder rngtest,dieharder rng-tools5)
	$(call fresh_venv,test,[test])
	build/test/bin/pytest -s -m slow $(FITS)
	$(STREAM) | dieharder -a -g 200
	$(STREAM) --interleave 1024 | dieharder -a -g 200
	$(STREAM) --interleave 1024 --bytes 250000000 | rngtest -c 99999

bench-kernel:  ## Time each kernel beside memset; OPTIONS="[ROUNDS [VALUES [NAME]]]".
	mkdir -p build
	$(CC) $(C_FLAGS) -o build/bench-kernel bench/kernel.c csrc/*.c -lm
	build/bench-kernel $(OPTIONS)

# The date of the last commit is that of all files in what is built.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2> /dev/null || echo 315532800)

# $(call distributions,NAME,FROM,SOURCES): build sdist and wheel into build/NAME, of a copy
# of the sources alone, in build/SOURCES: what an earlier build left does not get in.
define distributions
	@rm -rf build/$(1) build/$(3) && mkdir -p build/$(3)
	@tar c -C $(2) --exclude=./build --exclude='./.*' --exclude='*.egg-info' \
	    --exclude='*.so' --exclude=_core.c --exclude=__pycache__ . | tar x -C build/$(3)
	@echo building the wheel ...
	@umask 022 && build/tools/bin/python -m build --outdir build/$(1) build/$(3) \
	    > build/wheel.log 2>&1 || { cat build/wheel.log; exit 1; }
endef

build/tools/bin/pyproject-build:
	$(PYTHON) -m venv build/tools
	build/tools/bin/pip install -q build

wheel: build/tools/bin/pyproject-build  ## Build sdist and wheel into build/dist; print hashes.
	$(call distributions,dist,.,sources)
	@cd build/dist && sha256sum * || shasum -a 256 *

test-reproducible: wheel  ## Build both again in another folder: the bytes must be the same.
	$(call distributions,dist-again,build/sources,another/folder)
	cd build/dist-again && for file in *; do cmp $$file ../dist/$$file || exit 1; done
	@echo "the same bytes"

types: wheel  ## Check the types: mypy --strict, and stubtest against the wheel.
	$(call fresh_venv,types,[lint])
	build/types/bin/mypy --strict philoxseed tests/typed_uses.py
	cd build && types/bin/python -m mypy.stubtest philoxseed \
	    --mypy-config-file ../pyproject.toml --ignore-unused-allowlist \
	    --allowlist ../tests/stubtest_allowlist.txt

build/lint: pyproject.toml
	$(PYTHON) -m venv $@
	$@/bin/pip install -q $$($(PYTHON) -c "import tomllib; \
	    project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
	    print(*project['optional-dependencies']['lint'])")
	touch $@

lint format: export PATH := $(CURDIR)/build/lint/bin:$(PATH)

lint: build/lint types  ## Check formats, styles and types, as CI does.
	ruff check .
	ruff format --check .
	cython-lint philoxseed examples
	PYTHONPATH=. lint-imports --no-cache --no-logo
	clang-format --dry-run -Werror csrc/*.[ch]

format: build/lint  ## Format everything.
	ruff check --fix .
	ruff format .
	clang-format -i csrc/*.[ch]

docs: wheel  ## Build the documentation into build/docs-html.
	$(call fresh_venv,docs,[docs])
	build/docs/bin/sphinx-build -q -W docs build/docs-html

pictures: wheel  ## Make the documentation's pictures and README's bars anew.
	$(call fresh_venv,pictures,[docs])
	build/pictures/bin/python docs/make_pictures.py

clean:  ## Remove what the targets made.
	rm -rf build philoxseed/_core.c philoxseed/*.so *.egg-info
