#!/bin/sh
# Pins what requirements*.in ask for, with hashes, for every Python and platform. `UPGRADE=1 make lock` takes newer ones.
set -eu
command -v uv >/dev/null || { echo "make lock needs uv: pipx install uv" >&2; exit 1; }
for name in requirements requirements-scale requirements-dev; do
    uv pip compile --quiet ${UPGRADE:+--upgrade} --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'make lock' --output-file "$name.txt" "$name.in"
    echo "$name.txt is pinned."
done
