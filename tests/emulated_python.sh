#!/bin/sh
# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
#
# The Python package on an emulated machine: Debian's Python and NumPy for it are unpacked
# under build/machines, the extension is built by a cross compiler, and the tests run by
# qemu-user. Nothing is installed, and no root is needed.
#
#   emulated_python.sh ARCHITECTURE TRIPLET QEMU [arguments of pytest]
#
# SUITE=... takes another suite of Debian's; APT_OPTIONS=... are given to apt-get.
set -e
arch=$1 triplet=$2 qemu=$3
shift 3
# Of Debian's suites the one that has all of it for the machine.
suite=${SUITE:-forky}
folder=$PWD/build/machines/$arch
root=$folder/root
mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/apt/etc/apt.conf.d" \
    "$folder/apt/etc/preferences.d" "$root"
touch "$folder/apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
    "http://deb.debian.org/debian $suite main" > "$folder/apt/sources.list"
cat > "$folder/apt.conf" <<END
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Dir::State "$folder/apt";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt";
Dir::Cache::archives "$folder/apt/archives";
Dir::Etc "$folder/apt/etc";
Dir::Etc::sourcelist "$folder/apt/sources.list";
END
export APT_CONFIG="$folder/apt.conf"
if [ ! -e "$folder/unpacked" ]; then
    apt-get -q $APT_OPTIONS update
    apt-get -q -y $APT_OPTIONS --download-only install \
        python3 python3-numpy python3-numpy-dev python3-scipy python3-ml-dtypes \
        python3-pytest python3-hypothesis python3-mpmath
    mkdir -p "$root/usr/lib"
    ln -sfn usr/lib "$root/lib"
    for package in "$folder"/apt/archives/*.deb; do dpkg-deb -x "$package" "$root"; done
    version=$(readlink "$root/usr/bin/python3")
    # Headers alone, beside those of the cross compiler's own C library.
    (cd "$folder" && apt-get -q $APT_OPTIONS download "lib$version-dev")
    dpkg-deb -x "$folder"/libpython*.deb "$folder/headers"
    touch "$folder/unpacked"
fi

version=$(readlink "$root/usr/bin/python3")

# Python finds its modules beside itself. A program that tests start by sys.executable
# must be emulated too, so that is a script.
libraries=$root/usr/lib/$triplet
package=$folder/package
python=$folder/python
cat > "$python" <<END
#!/bin/sh
export PYTHONHOME="$root/usr" OPENBLAS_NUM_THREADS=1
export PYTHONPATH="$package:$root/usr/lib/python3/dist-packages:\$PYTHONPATH"
exec $qemu -L "$root" -E "LD_LIBRARY_PATH=$libraries/blas:$libraries/lapack" \
    -0 "$python" "$root/usr/bin/$version" "\$@"
END
chmod +x "$python"
"$python" -c "import platform, numpy; print(platform.machine(), platform.python_version(), \
'numpy', numpy.__version__)"

rm -rf "$package" && mkdir -p "$package"
cp -R philoxseed "$package"
rm -f "$package"/philoxseed/*.so
mkdir -p "$package/philoxseed/include" && cp csrc/px_philox.h "$package/philoxseed/include"
"${PYTHON:-python3}" -m cython -3 -o "$folder/_core.c" philoxseed/_core.pyx
"$triplet-gcc" -shared -fPIC -O3 -std=gnu11 -ffp-contract=off -w \
    -fvisibility=hidden -DPy_LIMITED_API=0x030b0000 \
    -DNPY_NO_DEPRECATED_API=NPY_2_0_API_VERSION -DNPY_TARGET_VERSION=NPY_2_0_API_VERSION \
    -Icsrc -I"$folder/headers/usr/include/$version" -I"$folder/headers/usr/include" \
    -I"$root/usr/lib/python3/dist-packages/numpy/_core/include" \
    "$folder/_core.c" csrc/*.c -o "$package/philoxseed/_core.abi3.so"
"$python" -P -m pytest -p no:cacheprovider "$@"
