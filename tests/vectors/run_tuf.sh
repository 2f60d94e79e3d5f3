#!/bin/sh
# The recorded runs of the TUF conformance suite. usage: run_tuf.sh CLIENT
set -eu
client=$1
here=$(cd "$(dirname "$0")" && pwd)

skip() { echo "skipped: $*"; exit 77; }

archive=${TOUCHSTONE_VECTORS:-$here/../../../shared/vectors}/tuf/recorded-ed25519.tar.zst
[ -f "$archive" ] || skip "no $archive"
for tool in python3 faketime zstd; do
    command -v "$tool" >/dev/null || skip "no $tool"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
zstd -dcq "$archive" | tar -xf - -C "$folder"
# The clients of these runs must be told the time: a sanitizer's start does not bear
# another library before it.
ASAN_OPTIONS=verify_asan_link_order=0
export ASAN_OPTIONS
"$here/replay_tuf.py" "$folder"/ed25519 "$client" | tee "$folder/log"
grep -q '^110 of 110 ' "$folder/log"
