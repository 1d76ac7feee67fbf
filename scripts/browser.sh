#!/usr/bin/env bash
# Prints the path of a Chromium; installs Debian's where it is missing and the user may install.
# The headless shell is the same engine without the windows around it, and takes half the time of the tests.
set -uo pipefail

find_browser() {
    for candidate in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
        [ -n "$candidate" ] && command -v "$candidate" && return 0
    done
    return 1
}

find_browser && exit 0
as_root=""
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null && as_root="sudo -n"
fi
if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    echo "Installing Debian's Chromium for the browser tests ..." >&2
    $as_root apt-get update -qq >/dev/null 2>&1
    for packages in "chromium-headless-shell fonts-liberation" chromium; do
        # shellcheck disable=SC2086 - several packages
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null 2>&1
        find_browser && exit 0
    done
fi
echo "No Chromium here and it cannot be installed: the browser tests are left out." >&2
exit 1
