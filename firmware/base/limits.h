#ifndef TS_BASE_LIMITS_H
#define TS_BASE_LIMITS_H

/*
 * Every bound the product keeps, with its reason. A parser that would pass one
 * says TS_OVER_LIMIT.
 */

/** Nesting of JSON and CBOR. Real credentials stay under 12. */
#define TS_DEPTH_MAX 64

/** Text of one QR code: version 40-L, alphanumeric 4,296; digits 7,089. */
#define TS_CODE_TEXT_MAX 7089

/** What a QR code may inflate to. The largest real one known is 16 KiB. */
#define TS_CODE_INFLATED_MAX 65536 /* 64 KiB */

/** Parts of one credential that is spread over several codes: what anybody holds up
 * one after another. */
#define TS_PARTS_MAX 16

/** Fragments an animated code (BC-UR) is mixed from: half a minute at eight a second. */
#define TS_FOUNTAIN_PARTS_MAX 256

/** What parts are joined to, and so the longest content of any code. */
#define TS_CONTENT_MAX 65536 /* 64 KiB */

/** A credential handed over as a file; embedded pictures make some large. */
#define TS_CREDENTIAL_FILE_MAX 4194304 /* 4 MiB */

/** Memory of one scan: 64 KiB of JSON in its most wasteful shape does not fit
 * and is refused as over the limit; real badges use under 64 KiB. */
#define TS_SCAN_ARENA_SIZE 1048576 /* 1 MiB */

/** Members of one JSON object or CBOR map. */
#define TS_MEMBERS_MAX 4096

/** Proofs on one document that are looked at. */
#define TS_PROOFS_MAX 8

/** Status entries of one credential; more is refused, never ignored. */
#define TS_STATUS_ENTRIES_MAX 8

/** Credentials in one code or file: published learner records hold up to 35. */
#define TS_BAG_MAX 48

/** Cards of one person on the table at a time: a whole bag of them, too. */
#define TS_BASKET_MAX 48

/** Reasons carried by one verdict. */
#define TS_REASONS_MAX 12

/** Requirements of one job profile, over all levels. */
#define TS_REQUIREMENTS_MAX 32

/** Sets of achievements that count as one another. */
#define TS_EQUIVALENCES_MAX 512

/** One uncompressed status list: 2^26 bits. W3C asks for 2^17 at least. */
#define TS_STATUS_LIST_BYTES_MAX 8388608 /* 8 MiB */

/** Files of one list repository, and one file of it. */
#define TS_TARGETS_MAX 512
#define TS_TARGET_BYTES_MAX 16777216 /* 16 MiB */

/** Path of one of them: fits a file name of every file system we know. */
#define TS_TARGET_PATH_MAX 200

/** Keys of a TUF root. One bit of a word each; real roots have under 20. */
#define TS_ROOT_KEYS_MAX 64

/** Signed metadata of which nothing is known beforehand, as the reference client
 * of TUF bounds it; ours is under 10 KiB. More is an endless data attack. */
#define TS_ROOT_BYTES_MAX (512 << 10)
#define TS_TIMESTAMP_BYTES_MAX (16 << 10)
#define TS_SNAPSHOT_BYTES_MAX (2 << 20)
#define TS_TARGETS_BYTES_MAX (5 << 20)

/** Roots that are followed in one refresh; the next one goes on from there. */
#define TS_ROOT_CHAIN_MAX 256

/** Delegated roles that are looked into for one target, as the reference client
 * bounds it. */
#define TS_ROLES_MAX 32

/** Linked data contexts that a site adds; they stand in every publication (40 files).
 * One of them: schema.org's, the largest in use, has 200 KiB. */
#define TS_SITE_CONTEXTS_MAX 16
#define TS_SITE_CONTEXT_BYTES_MAX 262144 /* 256 KiB */

/** What a site takes for the same achievement: some thousand pairs. */
#define TS_EQUIVALENCES_BYTES_MAX 1048576 /* 1 MiB */

/** Everything that is believed, in memory: some hundred status lists. Pages that
 * are not used cost nothing. */
#define TS_TRUST_ARENA_SIZE 268435456 /* 256 MiB */

/** Issuers of one list. */
#define TS_ISSUERS_MAX 20000

/** Revocation container: positions in one state, which is a third of 1e8 entries and
 * decoded in half a second; its segments; entries of one list; and the length of
 * the URL and of the issuer of one. */
#define TS_REVOCATIONS_MAX 33554432
#define TS_REVOCATION_SEGMENTS_MAX 131072
#define TS_REVOCATION_LIST_MAX 1099511627776 /* 2^40 */
#define TS_REVOCATION_TEXT_MAX 2048

/** Verification methods of one DID document; each reference is looked up among
 * all of them. Real documents have under ten. */
#define TS_DID_METHODS_MAX 256

/** Disclosures of one SD-JWT, and digests in its payload and in them, decoys included:
 * each is compared with all others. A PID with everything in it has under 50. */
#define TS_DISCLOSURES_MAX 256
#define TS_DISCLOSURE_DIGESTS_MAX 512

/** Labels of one COSE header; each is compared with all others. Real ones have
 * under five. */
#define TS_COSE_LABELS_MAX 64

/** Canonical form of RDF: what telling alike blank nodes apart may cost, in blocks of
 * 64 bytes hashed, quads looked at and steps through permutations; and how many of
 * them may hang on each other. A record with forty of them takes under 1000, the
 * dearest published vector 12,398 and 12; a poison graph is given up after 30 ms. */
#define TS_RDFC_WORK_MAX 100000
#define TS_RDFC_DEPTH_MAX 256

/** JSON-LD: terms that one document makes us define or compare, and contexts looked
 * into for its members, some 0.1 us each; contexts below one another, which every
 * lookup goes through; contexts that include one another; terms that hang on one
 * another. A badge needs 1,000, 7, 1 and 2. */
#define TS_LD_WORK_MAX 2000000
#define TS_LD_LAYERS_MAX 64
#define TS_LD_INCLUDES_MAX 16
#define TS_LD_DEFINING_MAX 128

/** Members of one JSON-LD node that are names for @type. Real ones have one. */
#define TS_LD_TYPE_MEMBERS_MAX 8

/** A sealed export of a journal: 30 days of 2,000 cards each have 8 MiB. */
#define TS_EXPORT_BYTES_MAX 33554432 /* 32 MiB */

/** Camera frames. Larger ones are refused when the format is negotiated. */
#define TS_FRAME_WIDTH_MAX 4096
#define TS_FRAME_HEIGHT_MAX 4096

/** A still picture as a file: a phone's photograph has up to 12 MiB. */
#define TS_PICTURE_FILE_MAX (32 << 20)

/** Pages of one PDF: a sheet of badges for a large works has under 100. */
#define TS_PICTURE_PAGES_MAX 200

#endif
