#!/bin/sh
# Write the locked requirements from pyproject.toml: names, versions and hashes for every system, and no address.
set -eu
cd "$(dirname "$0")/.."
if [ -x .tools/bin/uv ]; then uv=.tools/bin/uv; else uv=uv; fi

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "$@"
}

compile pyproject.toml --group build --output-file requirements.lock "$@"
compile pyproject.toml --group build --group test --group check --constraint requirements.lock \
    --output-file requirements-dev.lock "$@"
compile --group node --output-file node.lock "$@"

if grep -nE '://|--(extra-)?index|--find-links' ./*.lock; then
    echo "A lock file holds an address: it must hold names, versions and hashes only." >&2
    exit 1
fi
