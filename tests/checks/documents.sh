#!/bin/sh
# What is handed to users beside the programs: manual pages without a warning, completions
# that know every command and option there is, a gate card of one page that says the four
# verdicts. usage: documents.sh BUILD-DIR
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
bad=0
miss() { echo "documents: $*" >&2; bad=1; }

# --- completions
bash=$build/completions/touchstone.bash
zsh=$build/completions/_touchstone
fish=$build/completions/touchstone.fish
commands=$(sed -n '/COMMANDS\[\] = {/,/^};/s/^ *{ "\([a-z-]*\)",.*/\1/p' kiosk/command/touchstone.c)
[ "$(echo "$commands" | wc -l)" -ge 8 ] || miss "the table of commands was not found"
for command in $commands; do
    grep -q "^        $command) words=" "$bash" || miss "bash does not know $command"
    grep -q "^    $command) offered=" "$zsh" || miss "zsh does not know $command"
    grep -q -- "-a $command -d" "$fish" || miss "fish does not know $command"
    grep -q "^\.SS $(echo "$command" | sed 's/-/\\\\-/g')\$" "$build/man/touchstone.1" ||
        miss "touchstone.1 does not know $command"
done
options() { sed -n 's/.*\.name = "--\([a-z-]*\)".*/\1/p' "$@" | sort -u | grep -vx help; }
known() { # OPTION PROGRAM
    grep -qE -- "$3.*--$1[ ')]" "$bash" || miss "bash does not know $2 --$1"
    grep -qE -- "--$1[ )]" "$zsh" || miss "zsh does not know $2 --$1"
    grep -qE -- "-l $1\$" "$fish" || miss "fish does not know $2 --$1"
}
for option in $(options kiosk/command/*.c); do known "$option" touchstone 'words='; done
# Each behind its own command, where that is a file of its own.
for command in $commands; do
    source=kiosk/command/command_$(echo "$command" | tr - _).c
    [ -f "$source" ] || continue
    for option in $(options "$source"); do
        known "$option" "touchstone $command" "^        $command\\) words="
    done
done
for option in $(options kiosk/sync/*.c); do known "$option" touchstone-sync 'touchstone-sync\)'; done
for program in telemetry fleet; do
    for option in $(options kiosk/$program/main.c); do
        known "$option" touchstone-$program "touchstone-$program\\)"
    done
done
settings=$(sed -n 's/.*\.key = "\([a-z_]*\)".*/\1/p' kiosk/config/settings.c | tr _ -)
for option in $settings $(options kiosk/app/main.c); do
    known "$option" touchstone-kiosk 'touchstone-kiosk\)'
done
bash -n "$bash" || miss "bash cannot read its completions"
answer=$(bash -c '. "$1"; COMP_WORDS=(touchstone doc); COMP_CWORD=1; _touchstone
    echo "${COMPREPLY[@]}"; COMP_WORDS=(touchstone doctor --js); COMP_CWORD=2; _touchstone
    echo "${COMPREPLY[@]}"' _ "$bash")
[ "$answer" = "$(printf 'doctor\n--json')" ] || miss "bash completes wrongly: $answer"
for shell in zsh fish; do
    if ! command -v $shell >/dev/null; then
        echo "skipped: $shell is not here to read its completions"
    elif [ $shell = zsh ]; then
        zsh -n "$zsh" || miss "zsh cannot read its completions"
    else
        fish -n "$fish" || miss "fish cannot read its completions"
    fi
done

# --- manual pages
for page in touchstone.1 touchstone-kiosk.1 touchstone-sync.1 touchstone-telemetry.1 \
    touchstone-fleet.1 kiosk.conf.5; do
    for section in NAME DESCRIPTION 'SEE ALSO'; do
        grep -qx ".SH $section" "$build/man/$page" || miss "$page has no $section"
    done
    if command -v groff >/dev/null; then
        said=$(groff -man -Tutf8 -ww -K utf8 -z "$build/man/$page" 2>&1) || true
        [ -z "$said" ] || miss "$page: $said"
    else
        echo "skipped: groff is not here to read $page"
    fi
    if command -v mandoc >/dev/null; then
        mandoc -Tlint -W warning "$build/man/$page" || miss "mandoc does not like $page"
    fi
done

# --- gate cards
for language in en fr; do
    card=$build/gate-card/gate-card-$language.pdf
    [ "$(pdfinfo "$card" | sed -n 's/^Pages: *//p')" = 1 ] || miss "$card is not one page"
    pdfinfo "$card" | grep -q 'A4' || miss "$card is not A4"
    case $language in
    en) words='READY|NOT YET|STOP|CANNOT TELL' ;;
    fr) words='EN RÈGLE|PAS ENCORE|ARRÊT|INCERTAIN' ;;
    esac
    said=$(pdftotext -layout "$card" - | grep -oE "$words" | sort -u | wc -l)
    [ "$said" = 4 ] || miss "$card says $said of the four verdicts"
    pdftotext "$card" - | grep -q '…' && miss "$card leaves words out"
done
exit $bad
