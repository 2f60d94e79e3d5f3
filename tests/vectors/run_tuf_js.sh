#!/bin/sh
# What we publish, a client of others takes; and what others publish, we take: tuf-js,
# installed below BUILD. usage: run_tuf_js.sh TOUCHSTONE BUILD
set -eu
touchstone=$1
build=$2
here=$(cd "$(dirname "$0")" && pwd)

skip() { echo "skipped: $*"; exit 77; }

for tool in node npm; do
    command -v "$tool" >/dev/null || skip "no $tool"
done
TUF_JS=$build/tuf-js
export TUF_JS
if [ ! -d "$TUF_JS/node_modules/tuf-js" ]; then
    mkdir -p "$TUF_JS"
    echo '{"private":true}' >"$TUF_JS/package.json"
    timeout 120 npm install --prefix "$TUF_JS" --no-fund --no-audit --silent \
        tuf-js@5.0.1 >"$TUF_JS/log" 2>&1 || skip "tuf-js cannot be installed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
authority() { "$touchstone" authority "$@" </dev/null >>"$work/log" 2>&1; }
fail() { cat "$work/log"; echo "$*" >&2; exit 1; }

# An authority with an issuer and a list, that published, had new keys and published again.
{
    "$touchstone" issuer init "$work/college" --id did:web:college.example \
        --name College --status-url https://college.example/status </dev/null
    authority init "$work/authority"
    authority add-issuer "$work/authority" --did did:web:college.example \
        --did-document "$work/college/did.json" --name en=College
    authority add-status-list "$work/authority" \
        --url https://college.example/status/revocation "$work/college/status-revocation.jwt"
    authority publish "$work/authority" --out "$work/lists"
    authority add-status-list "$work/authority" \
        --url https://college.example/status/suspension "$work/college/status-suspension.jwt"
    authority publish "$work/authority" --out "$work/lists"
    for role in timestamp root revocations; do
        authority rotate "$work/authority" --role "$role"
    done
    authority publish "$work/authority" --out "$work/lists"
} >>"$work/log" 2>&1 || fail "nothing could be published"

node "$here/tuf_js.mjs" fetch "$work/lists" "$work/client" || fail "tuf-js does not take it"

node "$here/tuf_js.mjs" publish "$work/lists" "$work/theirs" || fail "tuf-js does not publish"
"$touchstone" doctor --trust "$work/theirs" >"$work/doctor" || true
grep '^ok *lists .*epoch 7,.*: 1 issuers, 2 status lists$' "$work/doctor" ||
    { cat "$work/doctor"; fail "what tuf-js published is not taken"; }
if grep -q '^BAD *lists' "$work/doctor"; then
    fail "$(cat "$work/doctor")"
fi
