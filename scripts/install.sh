#!/bin/sh
# Make .venv from a hash-locked list: scripts/install.sh LOCK_FILE
# uv does it in seconds and needs neither venv nor a writable system Python; where uv cannot be had, venv and pip do the same.
set -eu
cd "$(dirname "$0")/.."
lock=$1
# A checkout that has been made ready for tests stays so: the longer list holds the shorter one.
[ ! -e .venv/.installed-dev ] || lock=requirements-dev.lock

say() { printf '%s\n' "$*" >&2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then command -v "$name"; return; fi
    done
    say "EHC workflow needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3"
    return 1
}

find_uv() {
    if [ -x .tools/bin/uv ]; then echo .tools/bin/uv; return; fi
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    if "$python" -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
        --target .tools 'uv>=0.13' >&2; then echo .tools/bin/uv; return; fi
    return 1
}

with_uv() {
    [ -x .venv/bin/python ] && is_new_enough .venv/bin/python || "$uv" venv --quiet --clear --python "$python" .venv
    "$uv" pip sync --quiet --require-hashes --python .venv/bin/python "$lock" &&
        "$uv" pip install --quiet --no-build-isolation --no-deps --offline --python .venv/bin/python --editable .
}

with_pip() {
    say "Going on with venv and pip."
    "$python" -m venv --clear .venv &&
        .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --requirement "$lock" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
}

python=$(find_python)
say "Setting up .venv from $lock with $("$python" --version) (about half a minute the first time)"
if uv=$(find_uv) && with_uv; then exit; fi
say "uv could not be had, or did not manage."
with_pip && exit
say "No .venv could be made. Python needs pip, or venv with ensurepip (on Debian: apt-get install python3-pip), and a way to its package index."
exit 1
