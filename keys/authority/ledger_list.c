#include "keys/authority/ledger.h"

#include "keys/authority/document_sign.h"
#include "keys/authority/text.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"

static const struct {
    const char *purpose;
    const char *file;
} LISTS[] = {
    [TS_LIST_REVOCATION] = { "revocation", "status-revocation.jwt" },
    [TS_LIST_SUSPENSION] = { "suspension", "status-suspension.jwt" },
};

static uint8_t *
make_bits(struct ts_arena *arena, const struct ts_ledger *ledger,
          enum ts_list_purpose purpose)
{
    uint8_t *bits = ts_arena_take(arena, TS_LEDGER_INDEXES / 8);
    for (size_t i = 0; bits && i < ledger->count; i++) {
        const struct ts_ledger_entry *entry = &ledger->entries[i];
        ts_utc when = purpose == TS_LIST_REVOCATION ? entry->withdrawn : entry->suspended;
        /* Index 0 is the most significant bit of the first byte. */
        if (entry->has_index && when.s != TS_UTC_NEVER.s)
            bits[entry->index / 8] |= (uint8_t)(0x80u >> (entry->index % 8));
    }
    return bits;
}

static enum ts_status
encode_bits(struct ts_arena *arena, ts_span *encoded, const uint8_t *bits)
{
    ts_span packed;
    enum ts_status status = ts_deflate(
        arena, &packed, (ts_span){ bits, TS_LEDGER_INDEXES / 8 }, TS_DEFLATE_GZIP);
    return status == TS_OK ? ts_base64url_encode(arena, encoded, packed) : status;
}

/** URL/revocation and, as the id of the subject, URL/revocation#list. */
static enum ts_status
name_list(struct ts_arena *arena, ts_span *subject, const struct ts_signer *issuer,
          const char *purpose)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, issuer->status_url);
    ts_write_u8(&w, '/');
    ts_write_text(&w, purpose);
    ts_write_text(&w, "#list");
    return ts_text_keep(arena, &w, subject);
}

static enum ts_status
write_credential(struct ts_arena *arena, ts_span *json, const struct ts_signer *issuer,
                 const struct ts_claims *claims, const char *purpose, ts_span encoded)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"]");
    ts_write_member(&w, "id", claims->id);
    ts_write_text(&w, ",\"type\":[\"VerifiableCredential\","
                      "\"BitstringStatusListCredential\"]");
    ts_write_member(&w, "issuer", issuer->id);
    ts_write_time_member(&w, "validFrom", claims->valid_from);
    ts_write_text(&w, ",\"credentialSubject\":{\"type\":\"BitstringStatusList\"");
    ts_write_member(&w, "id", claims->subject);
    ts_write_member(&w, "statusPurpose", ts_span_text(purpose));
    ts_write_text(&w, ",\"encodedList\":\"u"); /* multibase: base64url */
    ts_write_bytes(&w, encoded);
    ts_write_text(&w, "\"}}");
    return ts_text_keep(arena, &w, json);
}

enum ts_status
ts_ledger_sign_list(struct ts_arena *arena, ts_span *jwt, const struct ts_ledger *ledger,
                    const struct ts_signer *issuer, enum ts_list_purpose purpose,
                    ts_utc now)
{
    struct ts_claims claims = { .valid_from = now, .valid_until = TS_UTC_NEVER };
    const char *name = LISTS[purpose].purpose;
    ts_span encoded;
    ts_span json;
    const uint8_t *bits = make_bits(arena, ledger, purpose);
    if (!bits)
        return TS_NO_SPACE;
    enum ts_status status = encode_bits(arena, &encoded, bits);
    if (status == TS_OK)
        status = name_list(arena, &claims.subject, issuer, name);
    if (status != TS_OK)
        return status;
    claims.id = ts_span_part(claims.subject, 0, ts_span_index(claims.subject, '#'));
    status = write_credential(arena, &json, issuer, &claims, name, encoded);
    return status == TS_OK ? ts_jwt_sign(arena, jwt, issuer, json, &claims) : status;
}

enum ts_status
ts_ledger_publish(struct ts_arena *arena, const struct ts_ledger *ledger,
                  const struct ts_signer *issuer, struct ts_store *store, ts_utc now)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; issuer->status_url.len && status == TS_OK && i < TS_COUNT(LISTS);
         i++) {
        size_t used = arena->used;
        ts_span jwt;
        status = ts_ledger_sign_list(arena, &jwt, ledger, issuer, (enum ts_list_purpose)i,
                                     now);
        if (status == TS_OK)
            status = ts_store_replace(store, LISTS[i].file, jwt, false);
        ts_arena_rewind(arena, used);
    }
    return status;
}
