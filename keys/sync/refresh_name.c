#include "keys/sync/refresh_form.h"

#include "firmware/base/writer.h"

static const char digits[] = "0123456789ABCDEF";

static bool
is_plain(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || c == '_' || c == '-' || c == '.';
}

static void
write_encoded(struct ts_writer *w, uint8_t c)
{
    ts_write_u8(w, '%');
    ts_write_u8(w, (uint8_t)digits[c >> 4]);
    ts_write_u8(w, (uint8_t)digits[c & 15]);
}

/* A name that names no file of the store, and no other role's. */
enum ts_status
ts_role_file(char name[static TS_ROLE_FILE_SIZE], ts_span role)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)name, TS_ROLE_FILE_SIZE });
    for (size_t i = 0; i < role.len && !w.full; i++) {
        if (is_plain(role.at[i]) && (i > 0 || role.at[i] != '.'))
            ts_write_u8(&w, role.at[i]);
        else
            write_encoded(&w, role.at[i]);
    }
    ts_write_text(&w, ".json");
    ts_write_u8(&w, 0);
    return w.full ? TS_OVER_LIMIT : TS_OK;
}

/* The unreserved characters of RFC 3986 2.3 stay, as other clients have it. */
enum ts_status
ts_role_url(char name[static TS_ROLE_FILE_SIZE], ts_span role)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)name, TS_ROLE_FILE_SIZE });
    for (size_t i = 0; i < role.len && !w.full; i++) {
        if (is_plain(role.at[i]) || role.at[i] == '~')
            ts_write_u8(&w, role.at[i]);
        else
            write_encoded(&w, role.at[i]);
    }
    ts_write_u8(&w, 0);
    return w.full ? TS_OVER_LIMIT : TS_OK;
}

static void
write_hex(struct ts_writer *w, ts_span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)(digits[bytes.at[i] >> 4] | 0x20));
        ts_write_u8(w, (uint8_t)(digits[bytes.at[i] & 15] | 0x20));
    }
}

void
ts_refresh_target_name(char name[static TS_TARGET_NAME_SIZE],
                       const struct ts_refresh *refresh, const struct ts_target *target)
{
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)name, TS_TARGET_NAME_SIZE });
    const struct ts_hashes *hashes = &target->hashes;
    size_t begin = target->path.len;
    while (begin > 0 && target->path.at[begin - 1] != '/')
        begin--;
    ts_write_bytes(&w, ts_span_part(target->path, 0, begin));
    if (ts_root_is_consistent(refresh->root)
        && (hashes->has_sha256 || hashes->has_sha512)) {
        write_hex(&w, hashes->has_sha256 ? TS_SPAN_OF(hashes->sha256)
                                         : TS_SPAN_OF(hashes->sha512));
        ts_write_u8(&w, '.');
    }
    ts_write_bytes(&w, ts_span_part(target->path, begin, target->path.len));
    ts_write_u8(&w, 0);
    TS_CHECK(!w.full);
}
