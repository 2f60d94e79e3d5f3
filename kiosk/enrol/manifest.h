#ifndef TS_ENROL_MANIFEST_H
#define TS_ENROL_MANIFEST_H

#include "firmware/base/check.h"
#include "firmware/base/writer.h"
#include "keys/crypto/digest.h"

/**
 * What an enrolment stick brings besides its lists: the file enrolment/manifest, text
 * with one encoding (a reader writes anew what it read and compares):
 *
 *   touchstone-enrolment/1
 *   root 3 0f5a...                  version and fingerprint of the newest root on it
 *   file kiosk.conf 812 41c9...     bytes and SHA-256; in the order below
 *   check 5f2c9a0134d7be81          SHA-256 of all before it, its first 16 digits
 *
 * Nobody signed it: it finds damage and leftovers of another stick. Whom to believe is
 * what the six words are compared for (keys/trust/root_words.h).
 */
#define TS_ENROLMENT_FOLDER "enrolment"
#define TS_ENROLMENT_MANIFEST TS_ENROLMENT_FOLDER "/manifest"

enum ts_enrolment_file {
    TS_ENROLMENT_KIOSK_CONF = 0, /**< Always there. */
    TS_ENROLMENT_MIRRORS,        /**< Addresses for touchstone-sync, one a line. */
    TS_ENROLMENT_STEWARD,        /**< Public key of whoever opens exports. */
    TS_ENROLMENT_TELEMETRY_CONF, /**< This and the next three, or none of them. */
    TS_ENROLMENT_TELEMETRY_CA,
    TS_ENROLMENT_TELEMETRY_CERT,
    TS_ENROLMENT_TELEMETRY_KEY,
};
enum { TS_ENROLMENT_FILE_COUNT = TS_ENROLMENT_TELEMETRY_KEY + 1 };

/** More than any of them needs. */
enum { TS_ENROLMENT_FILE_MAX = 16384, TS_ENROLMENT_MANIFEST_MAX = 2048 };

/** Its name below TS_ENROLMENT_FOLDER, "kiosk.conf". */
const char *ts_enrolment_file_name(enum ts_enrolment_file file);

struct ts_enrolment_manifest {
    uint64_t root_version; /**< 1 to 10^18 - 1. */
    uint8_t root_fingerprint[TS_SHA256_SIZE];
    struct ts_enrolment_entry {
        bool is_there;
        uint32_t size; /**< At most TS_ENROLMENT_FILE_MAX. */
        uint8_t sha256[TS_SHA256_SIZE];
    } files[TS_ENROLMENT_FILE_COUNT];
};

/** Says of one file what content is. */
void ts_enrolment_describe(struct ts_enrolment_manifest *manifest,
                           enum ts_enrolment_file file, ts_span content);

/** Whether content is what the manifest says of that file. */
bool ts_enrolment_agrees(const struct ts_enrolment_manifest *manifest,
                         enum ts_enrolment_file file, ts_span content);

void ts_enrolment_manifest_write(struct ts_writer *w,
                                 const struct ts_enrolment_manifest *manifest);

/** TS_OK; TS_UNSUPPORTED (of another release); TS_MALFORMED. manifest is written only on
 * TS_OK. */
TS_MUST_USE enum ts_status
ts_enrolment_manifest_read(struct ts_enrolment_manifest *manifest, ts_span text);

#endif
