#!/bin/sh
# Whether every catalogue says everything the sources say, nothing else, and nothing that
# somebody still has to look at. usage: catalogues.sh TEMPLATE.pot CATALOGUE.po...
set -eu
template=$1
shift
bad=0
for catalogue in "$@"; do
    msgcmp "$catalogue" "$template" || bad=1
    msgfmt --check -o /dev/null "$catalogue" || bad=1
    for kind in --only-fuzzy --untranslated --only-obsolete; do
        if msgattrib $kind "$catalogue" | grep '^\(#~ \)\{0,1\}msgid "..*"'; then
            echo "  ^ $kind in $catalogue" >&2
            bad=1
        fi
    done
    # Not used is what the sources do not say any more.
    if msgcmp "$catalogue" "$template" 2>&1 | grep 'is not used'; then
        echo "  ^ in $catalogue only" >&2
        bad=1
    fi
done
exit $bad
