#!/bin/sh
# Who may include whom (DESIGN.md, "Rooms"). Includes are written from the
# repository's root, so the layers can be read off the sources.
set -eu
cd "$(dirname "$0")/../.."
bad=0

# refuse WHERE PATTERN WHY: no file below WHERE includes PATTERN.
refuse() {
    # shellcheck disable=SC2086 # WHERE is a list
    if grep -rnE --include='*.[ch]' "^ *# *include *$2" $1; then
        echo "  ^ $3" >&2
        bad=1
    fi
}

# only_in PATTERN FILE...: nobody else in the product includes PATTERN.
only_in() {
    pattern=$1
    shift
    allowed=$(printf '%s\n' "$@")
    if grep -rlE --include='*.[ch]' "^ *# *include *$pattern" firmware keys kiosk |
        grep -vxF "$allowed"; then
        echo "  ^ only $* may include $pattern" >&2
        bad=1
    fi
}

refuse firmware/base '"(firmware/board|keys|kiosk)/' 'base stands on nothing'
refuse firmware '"(keys|kiosk)/' 'the board knows no keys and no kiosk'
refuse keys '"kiosk/' 'keys know no kiosk'
refuse "keys kiosk/credential kiosk/verdict kiosk/screen kiosk/scan kiosk/journal" \
    '"firmware/board/(linux|fake)/' 'ports, never their makings'
refuse "firmware keys kiosk" '"tests/' 'the product knows no tests'

refuse kiosk/sync '"(kiosk/(credential|verdict|screen|scan|journal|app)/|keys/authority/)' \
    'the sync program knows no kiosk; it shares options and reports with the others'
refuse kiosk/sync '"kiosk/command/[^or]' 'of the command only options.h and report.h'
refuse "kiosk/credential kiosk/verdict kiosk/screen kiosk/scan kiosk/journal kiosk/app kiosk/command" \
    '"kiosk/sync/' 'the sync program is a program'

# Inside keys: codec <- crypto <- proof <- trust <- authority.
refuse keys/codec '"keys/(crypto|proof|trust|sync|authority)/' 'codec is the lowest'
refuse keys/crypto '"keys/(proof|trust|sync|authority)/' 'crypto stands on codec'
refuse keys/proof '"keys/(trust|sync|authority)/' 'proof stands on crypto'
refuse keys/trust '"keys/(sync|authority)/' 'trust stands on proof'
refuse keys/sync '"keys/authority/' 'sync knows no authority'

# Deciding needs no machine.
refuse "kiosk/credential kiosk/verdict" '"(firmware/board|kiosk/(scan|screen|journal|app|command))/' \
    'deciding sees base and keys'
refuse "kiosk/screen" '"kiosk/(scan|journal|app|command)/' 'the screen shows verdicts'
refuse kiosk/config \
    '"(firmware/board|keys/(codec|proof|trust|sync|authority)|kiosk/(credential|verdict|scan|screen|journal|app|command))/' \
    'what can be set stands on the base and the form of a PIN'
refuse "kiosk/scan" '"(keys|kiosk/(credential|verdict|screen|app))/' 'the scanner knows pixels'
# Whoever meets foreign pixels knows neither keys nor verdicts; sandboxes know nothing.
refuse kiosk/reader '"(keys/|kiosk/(verdict|screen|journal|receipt|app|command|config|sync)/)' \
    'the reader finds texts and judges nothing'
refuse kiosk/reader '"kiosk/credential/[^ae]' 'of credentials only assembly.h and envelope.h'
refuse kiosk/rehearsal '"kiosk/(scan|screen|journal|receipt|app|command|config|sync)/' \
    'the rehearsal judges, and keeps and shows nothing'
refuse kiosk/sandbox '"(firmware/board|keys|kiosk/[^s])' 'sandboxes stand on the base'
refuse "kiosk/journal kiosk/receipt" \
    '"(keys/(trust|sync|authority)|kiosk/(credential|verdict|screen|scan|app|command))/' \
    'journal and receipts know numbers, not what they mean'
refuse "firmware/base keys kiosk/config kiosk/credential kiosk/verdict kiosk/screen/scan_screen.* kiosk/screen/view*" \
    '<(fcntl|unistd|sys/|dirent|linux/|signal\.h|SDL)' 'no system below the board, none in what decides'

# One foreign library, one file.
only_in '<zlib' keys/codec/deflate_zlib.c
only_in '<zstd' keys/trust/revocation_zstd.c keys/trust/issuer_list_zstd.c
only_in '<sodium' keys/crypto/digest_sodium.c keys/crypto/signature_sodium.c \
    keys/crypto/secret_key_sodium.c keys/crypto/random_sodium.c keys/crypto/mac_sodium.c \
    keys/crypto/sealed_box_sodium.c keys/crypto/pin_sodium.c \
    keys/crypto/stretch_sodium.c
only_in '<openssl/' keys/crypto/digest_openssl.c keys/crypto/signature_openssl.c \
    keys/crypto/public_key_openssl.c keys/crypto/public_key_openssl.h \
    keys/crypto/secret_key_openssl.c keys/crypto/x509_openssl.c keys/crypto/pem_openssl.c
only_in '<zbar' kiosk/scan/scanner_zbar.c
only_in '<qrencode' keys/codec/qr_qrencode.c
only_in '<curl' firmware/board/linux/link_curl.c
only_in '<microhttpd' kiosk/sync/serve_microhttpd.c
only_in '<seccomp' kiosk/portrait/sandbox_seccomp.c kiosk/reader/confine_seccomp.c \
    kiosk/sandbox/kiosk_calls_seccomp.c
only_in '<linux/landlock' kiosk/sandbox/landlock_linux.c
only_in '<sqlite3' kiosk/journal/journal_sqlite.h kiosk/fleet/landing_sqlite.c
only_in '<mosquitto' kiosk/telemetry/broker_mosquitto.c
only_in '<fribidi' kiosk/screen/bidi_fribidi.c
only_in '<png' firmware/board/linux/png_libpng.c
only_in '<libintl' kiosk/screen/words.c kiosk/screen/words_reason.c kiosk/screen/words_write.c \
    kiosk/screen/words_aloud.c kiosk/screen/words_admin.c
only_in '<(jpeglib|jerror)' firmware/board/linux/jpeg_turbo.c
only_in '<pthread' kiosk/scan/slot.c kiosk/app/eyes.c kiosk/app/checker_parts.h kiosk/app/beliefs.c \
    kiosk/command/gather_links.c firmware/board/linux/camera.c \
    firmware/board/linux/hand_scanner.c firmware/board/fake/hand_scanner_script.c \
    firmware/board/linux/signal.c \
    kiosk/app/hand_scanners.c kiosk/app/pin_check.h firmware/board/fake/camera_script.c kiosk/app/seen.h \
    kiosk/reader/look.h kiosk/reader/decoders_process.c

# A few files each, named after what they are.
if grep -rlE --include='*.[ch]' '^ *# *include *<cairo' firmware keys kiosk |
    grep -vE '^keys/authority/[a-z_]*cairo[a-z_]*\.[ch]$'; then
    echo "  ^ only keys/authority/*cairo* may include cairo" >&2
    bad=1
fi
if grep -rlE --include='*.[ch]' '^ *# *include *<SDL' firmware keys kiosk |
    grep -vE '^kiosk/(screen/(window_[a-z]+|sound_sdl)\.[ch]|portrait/portrait_sdl\.c)$'; then
    echo "  ^ only kiosk/screen/window_*, sound_sdl.c and portrait_sdl.c may include SDL" >&2
    bad=1
fi

# Verified bytes are made where a signature or a signed hash was checked.
if grep -rnE --include='*.c' '\(ts_verified\)|verified(->|\.)bytes *=[^=]|ts_verified [a-z_]+ = *\{ *[^{ ]' \
    firmware keys kiosk | grep -vE '^keys/(proof/proof|trust/metadata)\.c:'; then
    echo "  ^ only keys/proof/proof.c and keys/trust/metadata.c make a ts_verified" >&2
    bad=1
fi

exit $bad
