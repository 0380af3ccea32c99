#!/bin/sh
# Prints the path of a Python that is new enough, or one sentence about what to do.
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    path=$(command -v "$candidate") || continue
    if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$path"
        exit 0
    fi
    found="$found $("$path" -V 2>&1 | head -n 1)"
done
echo "Interview Sim needs Python 3.11 or newer, and found${found:- none}. On Debian 12 or newer: sudo apt install python3 python3-venv. Elsewhere, name one: PYTHON=/path/to/python3.11 make run" >&2
exit 1
