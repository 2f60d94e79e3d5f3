#include "kiosk/credential/claim_169.h"
#include "kiosk/credential/hcert.h"
#include "kiosk/credential/nzcp.h"
#include "kiosk/credential/sd_jwt_vc.h"
#include "kiosk/credential/smart_health.h"
#include "kiosk/credential/vds_nc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * What stands behind a signature: the readers of the families, without one. The
 * first byte says whose. A record that was read keeps its bounds; one that was not
 * is left alone.
 */

static void
check(const struct ts_credential *c)
{
    TS_CHECK(c->type_count <= TS_TYPES_MAX);
    TS_CHECK(c->achievement_type_count <= c->type_count);
    TS_CHECK(c->status_count <= TS_STATUS_ENTRIES_MAX);
    TS_CHECK(c->format == TS_FORMAT_HCERT || c->issuer_id.len > 0);
    TS_CHECK(c->format == TS_FORMAT_HCERT || c->valid_from.s <= c->valid_until.s);
    TS_CHECK((c->dcc_kind != 0) == (c->format == TS_FORMAT_HCERT));
    TS_CHECK(c->portrait.media.len == 0 || c->portrait.bytes.len > 0);
    for (size_t i = 0; i < c->status_count; i++)
        TS_CHECK(c->statuses[i].type.len > 0);
}

static enum ts_status
read_as(uint8_t family, struct ts_arena *arena, struct ts_credential *c,
        ts_verified payload)
{
    static struct ts_envelope envelope;
    struct ts_fault fault = { 0 };
    switch (family) {
    case 'n': return ts_nzcp_read(arena, c, payload, &fault);
    case 'i': return ts_claim_169_read(arena, c, payload, &fault);
    case 'v': return ts_vds_nc_read(arena, c, payload, &fault);
    case 'd': return ts_sd_jwt_vc_read(arena, c, payload, NULL, &fault);
    case 'h': return ts_hcert_read(arena, c, payload, &fault);
    default: break;
    }
    envelope = (struct ts_envelope){ .format = TS_FORMAT_SMART_HEALTH };
    envelope.proofs.proofs[0].key_id = TS_SPAN_LIT("kid");
    return ts_smart_health_read(arena, c, &envelope, payload, &fault);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_credential c = { .format = TS_FORMAT_BC_UR };
    if (size == 0)
        return 0;
    ts_verified payload = { { data + 1, size - 1 } };
    enum ts_status status = read_as(data[0], &arena, &c, payload);
    if (status == TS_OK && c.format != TS_FORMAT_SD_JWT)
        check(&c);
    else if (status != TS_OK)
        TS_CHECK(c.format == TS_FORMAT_BC_UR && c.type_count == 0);
    return 0;
}
