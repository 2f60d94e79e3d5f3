#!/bin/sh
# Every source is as clang-format leaves it, and no file outgrows its room.
set -eu
cd "$(dirname "$0")/../.."
bad=0
git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror || bad=1
for file in $(git ls-files 'firmware/*.[ch]' 'keys/*.[ch]' 'kiosk/*.[ch]'); do
    lines=$(wc -l <"$file")
    if [ "$lines" -gt 450 ]; then
        echo "$file: $lines lines; split it" >&2
        bad=1
    fi
done
if git grep -nwE 'TO[D]O|FIX[M]E|XX[X]|HA[C]K' -- '*.c' '*.h' '*.sh' '*.cmake' '*.txt'; then
    echo "  ^ finish it, or write down elsewhere what is left" >&2
    bad=1
fi
exit $bad
