#include "kiosk/enrol/enrolment.h"

#include <stdio.h>
#include <string.h>

#include "keys/trust/metadata.h"

enum { ROOT_MAX = 1 << 20, ADDRESS_MAX = 500 };

static enum ts_status
refuse(struct ts_config_ear ear, enum ts_enrolment_file file, const char *words)
{
    char line[160];
    snprintf(line, sizeof(line), "%s %s", ts_enrolment_file_name(file), words);
    ear.tell(ear.context, 0, line);
    return TS_MALFORMED;
}

bool
ts_enrolment_is_address(ts_span address)
{
    static const char signs[] = "-._~:/?&=+,@[]";
    ts_span http = TS_SPAN_LIT("http://");
    ts_span https = TS_SPAN_LIT("https://");
    bool is_https = ts_span_starts_with(address, https);
    size_t scheme = is_https ? https.len : http.len;
    if ((!is_https && !ts_span_starts_with(address, http)) || address.len <= scheme
        || address.len > ADDRESS_MAX)
        return false;
    for (size_t i = 0; i < address.len; i++) {
        uint8_t c = address.at[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && (!c || !strchr(signs, c)))
            return false;
    }
    return true;
}

static ts_span
take_line(ts_span *text)
{
    size_t end = ts_span_index(*text, '\n');
    ts_span line = ts_span_part(*text, 0, end);
    *text = ts_span_part(*text, end + 1, text->len);
    return line;
}

static enum ts_status
check_mirrors(ts_span text, struct ts_config_ear ear)
{
    size_t count = 0;
    while (text.len > 0) {
        ts_span line = take_line(&text);
        if (!ts_enrolment_is_address(line))
            return refuse(ear, TS_ENROLMENT_MIRRORS,
                          "has a line that is no http:// or https:// address");
        if (++count > TS_ENROLMENT_MIRRORS_MAX)
            return refuse(ear, TS_ENROLMENT_MIRRORS, "has too many addresses");
    }
    return TS_OK;
}

void
ts_enrolment_write_sync(struct ts_writer *w, ts_span mirrors)
{
    const char *before = "";
    ts_write_text(w, "TOUCHSTONE_MIRRORS=");
    while (mirrors.len > 0) {
        ts_write_text(w, before);
        ts_write_text(w, "--from ");
        ts_write_bytes(w, take_line(&mirrors));
        before = " ";
    }
    ts_write_u8(w, '\n');
}

static bool
is_plain_text(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < 0x20 && text.at[i] != '\n' && text.at[i] != '\r'
             && text.at[i] != '\t')
            || text.at[i] == 0x7F)
            return false;
    return text.len > 0;
}

static enum ts_status
check_pem(const struct ts_enrolment *e, enum ts_enrolment_file file,
          struct ts_config_ear ear)
{
    const struct ts_enrolment_entry *entry = &e->manifest.files[file];
    ts_span text = e->contents[file];
    if (!entry->is_there)
        return TS_OK;
    if (is_plain_text(text) && ts_span_starts_with(text, TS_SPAN_LIT("-----BEGIN ")))
        return TS_OK;
    return refuse(ear, file, "is no PEM file");
}

static enum ts_status
check_conf(struct ts_arena *arena, const struct ts_enrolment *e, struct ts_config_ear ear)
{
    struct ts_config config = { 0 };
    size_t used = arena->used;
    enum ts_status status = ts_config_enrolled_read(
        &config, arena, e->contents[TS_ENROLMENT_KIOSK_CONF], ear);
    if (status == TS_OK && config.values[TS_SETTING_STEWARD_KEY].count)
        status = refuse(ear, TS_ENROLMENT_KIOSK_CONF,
                        "names steward_key; the key itself goes onto the stick");
    ts_arena_rewind(arena, used);
    return status == TS_OK ? TS_OK : TS_MALFORMED;
}

static enum ts_status
check_text(const struct ts_enrolment *e, enum ts_enrolment_file file,
           struct ts_config_ear ear)
{
    if (!e->manifest.files[file].is_there || is_plain_text(e->contents[file]))
        return TS_OK;
    return refuse(ear, file, "is no text");
}

enum ts_status
ts_enrolment_check(struct ts_arena *arena, const struct ts_enrolment *enrolment,
                   struct ts_config_ear ear)
{
    static const enum ts_enrolment_file pems[] = { TS_ENROLMENT_TELEMETRY_CA,
                                                   TS_ENROLMENT_TELEMETRY_CERT,
                                                   TS_ENROLMENT_TELEMETRY_KEY };
    enum ts_status status = check_conf(arena, enrolment, ear);
    if (status == TS_OK)
        status = check_mirrors(enrolment->contents[TS_ENROLMENT_MIRRORS], ear);
    if (status == TS_OK)
        status = check_text(enrolment, TS_ENROLMENT_STEWARD, ear);
    if (status == TS_OK)
        status = check_text(enrolment, TS_ENROLMENT_TELEMETRY_CONF, ear);
    for (size_t i = 0; status == TS_OK && i < TS_COUNT(pems); i++)
        status = check_pem(enrolment, pems[i], ear);
    return status;
}

static void
name_of(char name[static 64], enum ts_enrolment_file file)
{
    snprintf(name, 64, TS_ENROLMENT_FOLDER "/%s", ts_enrolment_file_name(file));
}

static enum ts_status
describe_root(struct ts_arena *arena, struct ts_enrolment_manifest *manifest,
              struct ts_store *stick)
{
    const struct ts_root *root;
    size_t used = arena->used;
    ts_span bytes;
    enum ts_status status = ts_store_read(stick, arena, &bytes, "root.json", ROOT_MAX);
    if (status == TS_OK)
        status = ts_root_read(arena, &root, bytes, NULL);
    if (status == TS_OK) {
        manifest->root_version = ts_root_version(root);
        ts_root_fingerprint(root, manifest->root_fingerprint);
    }
    ts_arena_rewind(arena, used);
    return status;
}

/* The old manifest goes first and the new one comes last: a stick that was pulled out
 * meanwhile enrols nobody. */
static enum ts_status
put_files(struct ts_enrolment *e, struct ts_store *stick)
{
    uint8_t memory[TS_ENROLMENT_MANIFEST_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    enum ts_status status = ts_store_remove(stick, TS_ENROLMENT_MANIFEST);
    for (size_t i = 0; status == TS_OK && i < TS_ENROLMENT_FILE_COUNT; i++) {
        char name[64];
        name_of(name, (enum ts_enrolment_file)i);
        status = e->manifest.files[i].is_there
                     ? ts_store_replace(stick, name, e->contents[i], false)
                     : ts_store_remove(stick, name);
    }
    ts_enrolment_manifest_write(&w, &e->manifest);
    TS_CHECK(!w.full);
    if (status == TS_OK)
        status =
            ts_store_replace(stick, TS_ENROLMENT_MANIFEST, ts_writer_span(&w), false);
    return status;
}

enum ts_status
ts_enrolment_make(struct ts_arena *arena, struct ts_enrolment *enrolment,
                  struct ts_bundle *bundle, struct ts_enrolment_stores stores,
                  struct ts_config_ear ear, struct ts_fault *fault)
{
    for (size_t i = 0; i < TS_ENROLMENT_FILE_COUNT; i++) {
        enum ts_enrolment_file file = (enum ts_enrolment_file)i;
        if (enrolment->contents[i].len > TS_ENROLMENT_FILE_MAX)
            return refuse(ear, file, "is too long");
        if (enrolment->contents[i].len || file == TS_ENROLMENT_KIOSK_CONF)
            ts_enrolment_describe(&enrolment->manifest, file, enrolment->contents[i]);
    }
    enum ts_status status = ts_enrolment_check(arena, enrolment, ear);
    if (status == TS_OK)
        status = ts_bundle_write(arena, bundle, stores.repo, stores.stick, fault);
    if (status == TS_OK)
        status = describe_root(arena, &enrolment->manifest, stores.stick);
    return status == TS_OK ? put_files(enrolment, stores.stick) : status;
}

static enum ts_status
read_file(struct ts_arena *arena, struct ts_enrolment *e, struct ts_store *stick,
          enum ts_enrolment_file file, struct ts_config_ear ear)
{
    char name[64];
    ts_span bytes;
    name_of(name, file);
    enum ts_status status =
        ts_store_read(stick, arena, &bytes, name, TS_ENROLMENT_FILE_MAX);
    if (status == TS_OK && ts_enrolment_agrees(&e->manifest, file, bytes)) {
        e->contents[file] = bytes;
        return TS_OK;
    }
    (void)refuse(ear, file,
                 status == TS_OK ? "is not what the manifest says" : "cannot be read");
    /* What the manifest names and is not there is damage; no manifest is no enrolment. */
    return status == TS_OK || status == TS_ABSENT ? TS_UNTRUSTED : status;
}

enum ts_status
ts_enrolment_read(struct ts_arena *arena, struct ts_enrolment *enrolment,
                  struct ts_store *stick, struct ts_config_ear ear)
{
    struct ts_enrolment draft = { 0 };
    enum ts_status status =
        ts_store_read(stick, arena, &draft.manifest_text, TS_ENROLMENT_MANIFEST,
                      TS_ENROLMENT_MANIFEST_MAX);
    if (status == TS_ABSENT)
        return status;
    if (status == TS_OK)
        status = ts_enrolment_manifest_read(&draft.manifest, draft.manifest_text);
    if (status != TS_OK) {
        ear.tell(ear.context, 0,
                 status == TS_UNSUPPORTED ? "the manifest is of another release"
                                          : "the manifest cannot be used");
        return status;
    }
    for (size_t i = 0; status == TS_OK && i < TS_ENROLMENT_FILE_COUNT; i++)
        if (draft.manifest.files[i].is_there)
            status = read_file(arena, &draft, stick, (enum ts_enrolment_file)i, ear);
    if (status == TS_OK)
        status = ts_enrolment_check(arena, &draft, ear);
    if (status == TS_OK)
        *enrolment = draft;
    return status;
}
