#!/bin/sh
# Memcheck over what runs for a season: the soak (some scans of it), the loop and its pages,
# the journal, and "touchstone verify" over badges that are made here. No error and nothing
# lost, or it fails; 77 where there is no valgrind. The day at the gate is left out: it looks
# for names in all its memory, written or not. usage: tests/checks/valgrind.sh [BUILD [NAME...]]
#   BUILD  built with its tests and without sanitizers; build/dev where none is named
#   NAME   only these: soak, loop, journal, verify
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
[ $# -eq 0 ] || shift
case $build in
/*) bin=$build/bin ;;
*) bin=$PWD/$build/bin ;;
esac
if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not here: nothing was run under it" >&2
    exit 77
fi
[ -x "$bin/fake-kiosk-app-soak" ] || { echo "valgrind.sh: no tests in $bin" >&2; exit 64; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# Only what nothing points at any more is lost: SQLite and libcrypto keep much by a pointer
# into its middle. What a child holds that a test kills is not lost either.
memcheck() {
    valgrind --quiet --vgdb=no --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect \
        --child-silent-after-fork=yes --num-callers=25 \
        --suppressions=tests/checks/valgrind.supp "$@"
}

# run WANTED COMMAND...: it must end with that exit code.
run() {
    wanted=$1
    shift
    got=0
    memcheck "$@" >"$work/out" 2>&1 || got=$?
    if [ "$got" = "$wanted" ]; then
        echo "valgrind: clean: $(printf '%s' "$*" | sed "s|$bin/||g; s|$work/||g")"
    else
        cat "$work/out"
        echo "valgrind: $* ended with $got" >&2
        bad=1
    fi
}

tests() {
    for test in "$bin"/$1; do
        run 0 "$test"
    done
}

# --- badges -----------------------------------------------------------------------

touchstone() { "$bin/touchstone" "$@" >>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }

people() {
    printf 'name,achievement,id,valid_from,valid_until\n'
    printf 'Mina Roy,Confined space entry,urn:uuid:00000000-0000-4000-8000-0000000000%s,2019-01-01T00:00:00Z,%s\n' "$1" "$2"
}

# badge FORMAT LETTERS DATE: a folder of its own, with picture, text and file.
badge() {
    people "$2" "$3" >"$work/$2.csv"
    touchstone issue --issuer "$work/college" "$work/$2.csv" --out "$work/badges-$2" --format "$1"
}

make_badges() {
    touchstone issuer init "$work/college" --id did:key --name "Northern College" \
        --status-url https://college.example/status
    did=$(sed -n 's/.*"id":"\(did:key:[^"]*\)".*/\1/p' "$work/college/issuer.json")
    badge vc+cose 01 2099-01-01T00:00:00Z
    badge vc-jwt 02 2099-01-01T00:00:00Z
    badge eddsa-rdfc-2022 03 2099-01-01T00:00:00Z
    badge vc+cose 04 2020-01-01T00:00:00Z
    badge vc+cose 05 2099-01-01T00:00:00Z
    touchstone withdraw --issuer "$work/college" urn:uuid:00000000-0000-4000-8000-000000000005
    touchstone authority init "$work/hq"
    touchstone authority add-issuer "$work/hq" --did "$did" --name "en=Northern College"
    for what in revocation suspension; do
        touchstone authority add-status-list "$work/hq" \
            --url "https://college.example/status/$what" "$work/college/status-$what.jwt"
    done
    touchstone authority publish "$work/hq" --out "$work/lists"
}

verify() {
    make_badges
    for letters in 01:0 02:0 03:0 04:10 05:20; do
        for file in "$work/badges-${letters%:*}"/*.png "$work/badges-${letters%:*}"/*.txt; do
            run "${letters#*:}" "$bin/touchstone" verify --trust "$work/lists" "$file"
        done
    done
    head -c 1000 "$work/badges-01/mina-roy.png" >"$work/half.png"
    run 65 "$bin/touchstone" verify --trust "$work/lists" "$work/half.png"
}

# ----------------------------------------------------------------------------------

[ $# -gt 0 ] || set -- verify journal loop soak
for name in "$@"; do
    case $name in
    verify) verify ;;
    journal) tests 'unit-kiosk-journal-*' ;;
    loop)
        tests 'fake-kiosk-app-loop'
        tests 'fake-kiosk-app-kept'
        tests 'fake-kiosk-app-page_*'
        ;;
    soak)
        export TOUCHSTONE_SOAK="${TOUCHSTONE_SOAK:-100}"
        run 0 "$bin/fake-kiosk-app-soak"
        ;;
    *) echo "valgrind.sh: no $name" >&2; exit 64 ;;
    esac
done
exit $bad
