#include "keys/authority/badge.h"

#include "keys/authority/cell.h"
#include "keys/authority/text.h"

static void
write_issuer(struct ts_writer *w, const struct ts_signer *issuer)
{
    ts_write_text(w, ",\"issuer\":{\"type\":[\"Profile\"]");
    ts_write_member(w, "id", issuer->id);
    ts_write_member(w, "name", issuer->name);
    ts_write_u8(w, '}');
}

static void
write_alignments(struct ts_writer *w, const ts_span *cells)
{
    ts_span code;
    for (size_t i = 0; ts_cell_part(cells[TS_COLUMN_CODE], i, &code); i++) {
        ts_span framework = { 0 };
        ts_span name = code;
        ts_span url = { 0 };
        (void)ts_cell_part(cells[TS_COLUMN_FRAMEWORK], i, &framework);
        (void)ts_cell_part(cells[TS_COLUMN_CODE_NAME], i, &name);
        (void)ts_cell_part(cells[TS_COLUMN_CODE_URL], i, &url);
        ts_write_text(w, i ? ",{" : ",\"alignment\":[{");
        ts_write_text(w, "\"type\":[\"Alignment\"]");
        ts_write_member(w, "targetName", name);
        if (url.len)
            ts_write_member(w, "targetUrl", url);
        ts_write_member(w, "targetFramework", framework);
        ts_write_member(w, "targetCode", code);
        ts_write_u8(w, '}');
    }
    if (cells[TS_COLUMN_CODE].len)
        ts_write_u8(w, ']');
}

static void
write_achievement(struct ts_writer *w, const struct ts_signer *issuer,
                  const ts_span *cells)
{
    char derived[TS_URN_UUID_SIZE + 1];
    ts_span id = cells[TS_COLUMN_ACHIEVEMENT_ID];
    ts_span name = cells[TS_COLUMN_ACHIEVEMENT];
    ts_span description = cells[TS_COLUMN_DESCRIPTION];
    if (id.len == 0) {
        ts_urn_uuid_derive(derived, issuer->id, name);
        id = ts_span_text(derived);
    }
    ts_write_text(w, ",\"achievement\":{\"type\":[\"Achievement\"]");
    ts_write_member(w, "id", id);
    if (cells[TS_COLUMN_TYPE].len)
        ts_write_member(w, "achievementType", cells[TS_COLUMN_TYPE]);
    ts_write_member(w, "name", name);
    /* Open Badges asks for a description; saying the name twice costs three
     * bytes of the code. */
    ts_write_member(w, "description", description.len ? description : name);
    ts_write_text(w, ",\"criteria\":{");
    if (cells[TS_COLUMN_CRITERIA].len) {
        ts_json_write_name(w, "narrative");
        ts_json_write_string(w, cells[TS_COLUMN_CRITERIA]);
    }
    ts_write_u8(w, '}');
    write_alignments(w, cells);
    ts_write_u8(w, '}');
}

static void
write_subject(struct ts_writer *w, const struct ts_signer *issuer, const ts_span *cells)
{
    ts_write_text(w, ",\"credentialSubject\":{\"type\":[\"AchievementSubject\"],"
                     "\"identifier\":[{\"type\":\"IdentityObject\",\"hashed\":false,"
                     "\"identityType\":\"name\"");
    ts_write_member(w, "identityHash", cells[TS_COLUMN_NAME]);
    ts_write_text(w, "}]");
    write_achievement(w, issuer, cells);
    if (cells[TS_COLUMN_RESULT].len) {
        ts_write_text(w, ",\"result\":[{\"type\":[\"Result\"]");
        ts_write_member(w, "status", cells[TS_COLUMN_RESULT]);
        ts_write_text(w, "}]");
    }
    ts_write_u8(w, '}');
}

static void
write_status_entry(struct ts_writer *w, const struct ts_signer *issuer, uint32_t index,
                   const char *purpose)
{
    ts_write_text(w, "{\"type\":\"BitstringStatusListEntry\",\"statusPurpose\":\"");
    ts_write_text(w, purpose);
    ts_write_text(w, "\",\"statusListIndex\":\"");
    ts_write_decimal(w, index);
    ts_write_text(w, "\",\"statusListCredential\":");
    /* A status URL is a plausible URI: nothing in it needs escaping. */
    ts_write_u8(w, '"');
    ts_write_bytes(w, issuer->status_url);
    ts_write_u8(w, '/');
    ts_write_text(w, purpose);
    ts_write_text(w, "\"}");
}

static void
write_status(struct ts_writer *w, const struct ts_signer *issuer, uint32_t index)
{
    ts_write_text(w, ",\"credentialStatus\":[");
    write_status_entry(w, issuer, index, "revocation");
    ts_write_u8(w, ',');
    write_status_entry(w, issuer, index, "suspension");
    ts_write_u8(w, ']');
}

enum ts_status
ts_badge_write(struct ts_arena *arena, ts_span *json, const struct ts_signer *issuer,
               const struct ts_badge *badge)
{
    const struct ts_award *award = badge->award;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
                      "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"]");
    ts_write_member(&w, "id", badge->id);
    ts_write_text(&w, ",\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"]");
    write_issuer(&w, issuer);
    ts_write_time_member(&w, "validFrom", award->valid_from);
    if (award->valid_until.s != TS_UTC_NEVER.s)
        ts_write_time_member(&w, "validUntil", award->valid_until);
    write_subject(&w, issuer, award->cells);
    if (badge->has_index)
        write_status(&w, issuer, badge->index);
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, json);
}
