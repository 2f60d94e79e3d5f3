#include "kiosk/journal/export.h"

#include "firmware/base/reader.h"
#include "keys/codec/cbor.h"
#include "keys/codec/cbor_writer.h"
#include "keys/crypto/digest.h"
#include "keys/proof/cose.h"
#include "keys/proof/cose_write.h"

#include <string.h>

/* keys/FORMAT.md 12.1 */
static const uint8_t MAGIC[] = { 'T', 'S', 'J', 'E' };
enum { VERSION = 1, NAME_SIZE = 8, HEAD_SIZE = 4 + 1 + NAME_SIZE };

/* 12.4 */
enum {
    MODE = 1,
    MADE = 2,
    FROM = 3,
    UNTIL = 4,
    FIELDS = 5,
    FORM = 6,
    ROWS = 7,
    STEWARD = 8,
    TEXT = 9,
};

/* 12.3: so no export passes for anything else that the key signs. */
static ts_span
purpose(void)
{
    return TS_SPAN_LIT("touchstone journal 1");
}

/* How the head names the steward (12.1). */
static void
name_steward(uint8_t name[static NAME_SIZE], const uint8_t point[static TS_SEALING_SIZE])
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, (ts_span){ point, TS_SEALING_SIZE });
    memcpy(name, digest, NAME_SIZE);
}

/* --- what is signed -------------------------------------------------------------- */

static enum ts_status
write_payload(struct ts_arena *arena, ts_span *payload, const struct ts_export *e,
              const uint8_t steward[static TS_SEALING_SIZE])
{
    bool begins = e->from.s != TS_UTC_ALWAYS.s;
    bool ends = e->until.s != TS_UTC_NEVER.s;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, 7U + begins + ends);
    ts_cbor_write_unsigned(&w, MODE);
    ts_cbor_write_unsigned(&w, (uint64_t)e->mode);
    ts_cbor_write_unsigned(&w, MADE);
    ts_cbor_write_integer(&w, e->made.s);
    if (begins) {
        ts_cbor_write_unsigned(&w, FROM);
        ts_cbor_write_integer(&w, e->from.s);
    }
    if (ends) {
        ts_cbor_write_unsigned(&w, UNTIL);
        ts_cbor_write_integer(&w, e->until.s);
    }
    ts_cbor_write_unsigned(&w, FIELDS);
    ts_cbor_write_array(&w, e->fields.count);
    for (size_t i = 0; i < e->fields.count; i++)
        ts_cbor_write_unsigned(&w, e->fields.items[i]);
    ts_cbor_write_unsigned(&w, FORM);
    ts_cbor_write_unsigned(&w, (uint64_t)e->form);
    ts_cbor_write_unsigned(&w, ROWS);
    ts_cbor_write_unsigned(&w, e->rows);
    ts_cbor_write_unsigned(&w, STEWARD);
    ts_cbor_write_bytes(&w, (ts_span){ steward, TS_SEALING_SIZE });
    ts_cbor_write_unsigned(&w, TEXT);
    ts_cbor_write_bytes(&w, e->text);
    enum ts_status status = ts_writer_end(&w, payload);
    if (status == TS_OK)
        ts_arena_keep(arena, payload->len);
    return status;
}

/* Lines outside quotes, without the header; UINT64_MAX where the last has no end. */
static uint64_t
count_rows(ts_span text, enum ts_rows_form form)
{
    bool is_csv = form == TS_ROWS_CSV;
    bool is_quoted = false;
    bool is_ended = !is_csv;
    uint64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_csv && text.at[i] == '"')
            is_quoted = !is_quoted;
        is_ended = text.at[i] == '\n' && !is_quoted;
        lines += is_ended;
    }
    return is_ended ? lines - is_csv : UINT64_MAX;
}

static bool
fields_are_good(const struct ts_journal_fields *fields)
{
    bool seen[TS_FIELDS] = { false };
    if (fields->count == 0 || fields->count > TS_FIELDS)
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i] >= TS_FIELDS || seen[fields->items[i]])
            return false;
        seen[fields->items[i]] = true;
    }
    return true;
}

static bool
is_good(const struct ts_export *e)
{
    return fields_are_good(&e->fields) && e->from.s <= e->until.s
           && count_rows(e->text, e->form) == e->rows;
}

enum ts_status
ts_export_seal(struct ts_arena *arena, ts_span *file, const struct ts_export *exported,
               const struct ts_secret_key *kiosk,
               const uint8_t steward[static TS_SEALING_SIZE])
{
    struct ts_public_key key = ts_secret_key_public(kiosk);
    ts_span header;
    ts_span payload;
    ts_span cose;
    if (key.kind != TS_KEY_ED25519)
        return TS_UNSUPPORTED;
    if (!is_good(exported))
        return TS_MALFORMED;
    enum ts_status status = write_payload(arena, &payload, exported, steward);
    if (status == TS_OK)
        status = ts_cose_eddsa_header(arena, &header, key.point);
    if (status == TS_OK)
        status = ts_cose_sign1(arena, &cose, kiosk, header, purpose(), payload);
    if (status != TS_OK)
        return status;
    size_t len = HEAD_SIZE + TS_SEALED_BOX_EXTRA + cose.len;
    if (len > TS_EXPORT_BYTES_MAX)
        return TS_OVER_LIMIT;
    uint8_t *at = ts_arena_take(arena, len);
    if (!at)
        return TS_NO_SPACE;
    memcpy(at, MAGIC, sizeof(MAGIC));
    at[sizeof(MAGIC)] = VERSION;
    name_steward(at + sizeof(MAGIC) + 1, steward);
    ts_room box = { at + HEAD_SIZE, len - HEAD_SIZE };
    status = ts_sealed_box_close(box, steward, cose);
    if (status == TS_OK)
        *file = (ts_span){ at, len };
    return status;
}

/* --- reading it ------------------------------------------------------------------ */

static bool
read_fields(struct ts_journal_fields *fields, const struct ts_cbor *array)
{
    if (array->kind != TS_CBOR_ARRAY || array->count > TS_FIELDS)
        return false;
    fields->count = 0;
    for (const struct ts_cbor *item = array->first; item; item = item->next) {
        if (item->kind != TS_CBOR_UNSIGNED || item->value >= TS_FIELDS)
            return false;
        fields->items[fields->count++] = (uint8_t)item->value;
    }
    return true;
}

static bool
read_time(ts_utc *utc, const struct ts_cbor *map, int64_t key, ts_utc absent)
{
    const struct ts_cbor *item = ts_cbor_at(map, key);
    if (item->kind == TS_CBOR_NONE) {
        *utc = absent;
        return true;
    }
    return ts_cbor_integer(item, &utc->s) == TS_OK;
}

static bool
read_members(struct ts_export *e, const struct ts_cbor *map)
{
    const struct ts_cbor *mode = ts_cbor_at(map, MODE);
    const struct ts_cbor *form = ts_cbor_at(map, FORM);
    const struct ts_cbor *rows = ts_cbor_at(map, ROWS);
    if (mode->kind != TS_CBOR_UNSIGNED || mode->value >= TS_JOURNAL_MODES
        || form->kind != TS_CBOR_UNSIGNED || form->value > TS_ROWS_JSON_LINES
        || rows->kind != TS_CBOR_UNSIGNED)
        return false;
    e->mode = (enum ts_journal_mode)mode->value;
    e->form = (enum ts_rows_form)form->value;
    e->rows = rows->value;
    e->text = ts_cbor_bytes(ts_cbor_at(map, TEXT));
    return ts_cbor_integer(ts_cbor_at(map, MADE), &e->made.s) == TS_OK
           && read_time(&e->from, map, FROM, TS_UTC_ALWAYS)
           && read_time(&e->until, map, UNTIL, TS_UTC_NEVER)
           && read_fields(&e->fields, ts_cbor_at(map, FIELDS));
}

static enum ts_status
read_payload(struct ts_arena *arena, struct ts_export *e, ts_verified payload,
             const uint8_t steward[static TS_SEALING_SIZE], struct ts_fault *fault)
{
    const struct ts_cbor *map;
    ts_span again;
    enum ts_status status = ts_cbor_parse(arena, &map, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    ts_span meant = ts_cbor_bytes(ts_cbor_at(map, STEWARD));
    if (!read_members(e, map) || meant.len != TS_SEALING_SIZE)
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 12.4");
    if (memcmp(meant.at, steward, TS_SEALING_SIZE) != 0)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 12.5");
    if (!is_good(e))
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 12.6");
    status = write_payload(arena, &again, e, steward);
    if (status == TS_OK && !ts_span_equal(again, payload.bytes))
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 12.2");
    return status;
}

/* The one proof, in the one way it may be written. */
static enum ts_status
read_proof(struct ts_arena *arena, struct ts_proof_set *set, ts_span cose,
           struct ts_fault *fault)
{
    ts_span header;
    ts_span again;
    enum ts_status status = ts_cose_read(arena, set, cose, purpose(), fault);
    if (status != TS_OK)
        return status;
    const struct ts_proof *proof = &set->proofs[0];
    if (set->count != 1 || proof->key_id.len != 32)
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 12.3");
    status = ts_cose_eddsa_header(arena, &header, proof->key_id);
    if (status == TS_OK)
        status =
            ts_cose_sign1_write(arena, &again, header, proof->payload, proof->signature);
    if (status == TS_OK && !ts_span_equal(again, cose))
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 12.2");
    return status;
}

static enum ts_status
read_signed(struct ts_arena *arena, struct ts_export *e, ts_span cose,
            const uint8_t steward[static TS_SEALING_SIZE], struct ts_fault *fault)
{
    struct ts_proof_set set;
    ts_verified payload;
    enum ts_status status = read_proof(arena, &set, cose, fault);
    if (status != TS_OK)
        return status;
    struct ts_public_key key = { .kind = TS_KEY_ED25519, .point = set.proofs[0].key_id };
    status = ts_proof_check(&payload, &set.proofs[0], &key);
    if (status != TS_OK)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 12.3");
    e->key = key;
    return read_payload(arena, e, payload, steward, fault);
}

static enum ts_status
read_head(ts_span *box, ts_span file, const struct ts_sealing_key *steward,
          struct ts_fault *fault)
{
    uint8_t name[NAME_SIZE];
    struct ts_reader r = ts_reader_over(file);
    ts_span magic = ts_read_bytes(&r, sizeof(MAGIC));
    ts_require(&r, ts_span_equal(magic, TS_SPAN_OF(MAGIC)), TS_MALFORMED,
               "FORMAT.md 12.1");
    ts_require(&r, ts_read_u8(&r) == VERSION, TS_UNSUPPORTED, "FORMAT.md 12.1");
    ts_span named = ts_read_bytes(&r, NAME_SIZE);
    name_steward(name, steward->point);
    ts_require(&r, ts_span_equal(named, TS_SPAN_OF(name)), TS_ABSENT, "FORMAT.md 12.1");
    size_t left = ts_reader_left(&r);
    ts_require(&r, left >= TS_SEALED_BOX_EXTRA, TS_TRUNCATED, "FORMAT.md 12.1");
    *box = ts_read_bytes(&r, left);
    enum ts_status status = ts_reader_end(&r);
    return ts_fault_set(fault, status, r.fault.offset, r.fault.rule);
}

enum ts_status
ts_export_open(struct ts_arena *arena, struct ts_export *exported, ts_span file,
               const struct ts_sealing_key *steward, struct ts_fault *fault)
{
    struct ts_export draft = { .mode = TS_JOURNAL_COUNTS };
    ts_span box;
    if (file.len > TS_EXPORT_BYTES_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "FORMAT.md 12.1");
    enum ts_status status = read_head(&box, file, steward, fault);
    if (status != TS_OK)
        return status;
    size_t len = box.len - TS_SEALED_BOX_EXTRA;
    uint8_t *at = ts_arena_take(arena, len);
    if (!at)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "FORMAT.md 12.1");
    status = ts_sealed_box_open((ts_room){ at, len }, steward, box);
    if (status != TS_OK)
        return ts_fault_set(fault, status, HEAD_SIZE, "FORMAT.md 12.2");
    status = read_signed(arena, &draft, (ts_span){ at, len }, steward->point, fault);
    if (status == TS_OK)
        *exported = draft;
    return status;
}
