#!/bin/sh
# clang-tidy over the product, one file a run: given several, release 14 reports
# va_list mistakes that are not there. usage: tidy.sh BUILD_WITH_COMPILE_COMMANDS [FILE...]
set -eu
build=$1
shift
cd "$(dirname "$0")/../.."
if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
else
    git ls-files 'firmware/*.c' 'keys/*.c' 'kiosk/*.c'
fi | xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build" \
    --extra-arg=-Wno-unknown-warning-option
