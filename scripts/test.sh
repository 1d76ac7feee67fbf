#!/usr/bin/env bash
# Runs every test; says which were left out. TERUKUR_REQUIRE_BROWSER=1 makes leaving out a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

# Two for each processor: many tests wait for a browser, a server or a database. Of the database's hundred
# connections one test takes fifty, so there are never more than six. WORKERS gives another number.
workers=${WORKERS:-$(($(nproc) > 3 ? 6 : $(nproc) * 2))}

if CHROMIUM=$(bash scripts/browser.sh); then
    export CHROMIUM
    exec .venv/bin/pytest -n "$workers" --dist loadfile --no-loadscope-reorder "$@"
fi
if [ "${TERUKUR_REQUIRE_BROWSER:-}" = 1 ]; then
    echo "Browser tests are required here (TERUKUR_REQUIRE_BROWSER=1)." >&2
    exit 1
fi
.venv/bin/pytest -n "$workers" --dist loadfile --no-loadscope-reorder -m "not browser" "$@"
echo "LEFT OUT: all tests marked 'browser', because there is no Chromium." >&2
