#include "kiosk/credential/family.h"

#include "kiosk/credential/claim_169.h"
#include "kiosk/credential/hcert.h"
#include "kiosk/credential/nzcp.h"
#include "kiosk/credential/sd_jwt_vc.h"
#include "kiosk/credential/smart_health.h"
#include "kiosk/credential/vds_nc.h"

bool
ts_family_names_issuer(enum ts_format format)
{
    return format != TS_FORMAT_HCERT;
}

enum ts_status
ts_family_read(struct ts_arena *arena, struct ts_credential *credential,
               const struct ts_envelope *envelope, ts_verified payload,
               struct ts_fault *fault)
{
    const struct ts_json *tree = ts_envelope_tree(envelope, payload);
    switch (envelope->format) {
    case TS_FORMAT_VC_JWT:
    case TS_FORMAT_VC_COSE:
    case TS_FORMAT_DATA_INTEGRITY:
    case TS_FORMAT_PIXELPASS:
    case TS_FORMAT_CBOR_LD:
        return ts_credential_read(arena, credential, payload, tree, envelope->format,
                                  fault);
    case TS_FORMAT_HCERT: return ts_hcert_read(arena, credential, payload, fault);
    case TS_FORMAT_SD_JWT:
        return ts_sd_jwt_vc_read(arena, credential, payload, tree, fault);
    case TS_FORMAT_SMART_HEALTH:
        return ts_smart_health_read(arena, credential, envelope, payload, fault);
    case TS_FORMAT_NZCP: return ts_nzcp_read(arena, credential, payload, fault);
    case TS_FORMAT_VDS_NC: return ts_vds_nc_read(arena, credential, payload, fault);
    case TS_FORMAT_CLAIM_169: return ts_claim_169_read(arena, credential, payload, fault);
    case TS_FORMAT_NONE:
    case TS_FORMAT_BC_UR:
    case TS_FORMAT_WEB_LINK: break;
    }
    return ts_fault_set(fault, TS_UNSUPPORTED, 0, ts_format_name(envelope->format));
}
