#!/bin/sh
# Every global name of ours begins with ts_. usage: symbols.sh LIBRARY.a...
set -eu
if nm --defined-only --extern-only "$@" 2>/dev/null |
    awk 'NF == 3 && $3 !~ /^ts_/ && $3 !~ /^__(asan|odr_asan|sancov)/' | grep .; then
    echo "  ^ not prefixed with ts_" >&2
    exit 1
fi
