#!/usr/bin/env bash
# Makes .venv from the hashed requirement files. Does nothing when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer with venv is needed and was not found." >&2
    exit 1
}

python=$(find_python)
wanted=$("$python" --version; cat requirements/*.txt pyproject.toml)
stamp=$(printf '%s' "$wanted" | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
if [ "$(cat .venv/.stamp 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

echo "Setting up .venv with $("$python" --version) ..."
[ -x .venv/bin/python ] || "$python" -m venv .venv
if .venv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt 2>/dev/null \
    && .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements/dev.txt; then
    :
else
    echo "uv is not to be had here; installing with pip, which takes longer."
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements/dev.txt
fi
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
printf '%s' "$stamp" > .venv/.stamp
