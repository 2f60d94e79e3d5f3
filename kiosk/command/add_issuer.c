#include "keys/authority/issuer_keys.h"
#include "keys/crypto/did.h"
#include "kiosk/command/authority_folder.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

/** JWK sets and DID documents; a national one holds some hundred certificates. */
#define KEYS_FILE_MAX (4 << 20)

struct issuer_request {
    const char *did, *document, *id, *jwks;
    struct ts_option_values names, achievements, locations;
};

static bool
request_is_complete(const struct issuer_request *request)
{
    if (!request->did == !request->id) {
        ts_report("give either --did or --id");
        return false;
    }
    if (!request->id != !request->jwks) {
        ts_report("--id and --jwks belong together");
        return false;
    }
    if (request->document && !request->did) {
        ts_report("--did-document belongs to --did");
        return false;
    }
    if (request->names.count == 0) {
        ts_report("give at least one --name, like --name en=\"Example College\"");
        return false;
    }
    return true;
}

static ts_span *
copy_texts(struct ts_arena *arena, const struct ts_option_values *values)
{
    ts_span *texts = ts_arena_take_array(arena, values->count, sizeof(*texts));
    for (size_t i = 0; texts && i < values->count; i++)
        texts[i] = ts_span_text(values->items[i]);
    return texts;
}

/** "fr=Le Nom"; the language as BCP 47 writes it, in lower case. */
static bool
read_name(struct ts_text_in *name, char *argument)
{
    size_t len = strcspn(argument, "=");
    for (size_t i = 0; i < len; i++) {
        char c = argument[i];
        if (c >= 'A' && c <= 'Z')
            argument[i] = c = (char)(c - 'A' + 'a');
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            len = 0;
    }
    if (len < 2 || argument[len] == '\0' || argument[len + 1] == '\0')
        return false;
    name->language = (ts_span){ (const uint8_t *)argument, len };
    name->text = ts_span_text(argument + len + 1);
    return true;
}

static bool
read_names(struct ts_arena *arena, struct ts_issuer *issuer,
           const struct ts_option_values *values)
{
    struct ts_text_in *names = ts_arena_take_array(arena, values->count, sizeof(*names));
    for (size_t i = 0; i < values->count; i++) {
        ts_span copy;
        size_t size = strlen(values->items[i]) + 1;
        ts_span text = { (const uint8_t *)values->items[i], size };
        if (!names || !ts_arena_copy(arena, &copy, text))
            return false;
        if (!read_name(&names[i], (char *)arena->at + arena->used - size)) {
            ts_report("--name %s: is not LANGUAGE=NAME", values->items[i]);
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (ts_span_equal(names[k].language, names[i].language)) {
                ts_report("--name %s: that language is given twice", values->items[i]);
                return false;
            }
        }
    }
    issuer->names = names;
    issuer->name_count = values->count;
    return true;
}

static int
read_key_file(struct ts_arena *arena, const struct ts_json **root, const char *path)
{
    ts_span text;
    struct ts_fault fault = { 0 };
    if (!ts_input_read(arena, &text, path, KEYS_FILE_MAX))
        return TS_EXIT_DATA;
    enum ts_status status = ts_json_parse(arena, root, text, &fault);
    if (status != TS_OK)
        ts_report("%s: %s, at byte %zu", path, ts_status_words(status), fault.offset);
    return ts_exit_reading(status);
}

static int
report_keys(const char *path, enum ts_status status, const struct ts_issuer_keys *keys)
{
    if (status == TS_ABSENT)
        ts_report("%s: holds no signing key this program can verify with", path);
    else if (status != TS_OK)
        ts_report("%s: holds a key that %s", path, ts_status_words(status));
    else if (keys->passed_over)
        ts_report("warning: %s: %zu keys of other kinds are left out", path,
                  keys->passed_over);
    return ts_exit_reading(status);
}

/** The key of a did:key or did:jwk is in it; that of others must be brought. */
static int
read_did_keys(struct ts_arena *arena, struct ts_issuer_keys *keys,
              const struct issuer_request *request)
{
    ts_span did = ts_span_text(request->did);
    const struct ts_json *document;
    struct ts_public_key key;
    if (!ts_span_starts_with(did, TS_SPAN_LIT("did:"))
        || !ts_span_equal(ts_did_of_url(did), did)) {
        ts_report("--did %s: is not a DID", request->did);
        return TS_EXIT_USAGE;
    }
    if (ts_did_is_self_contained(did)) {
        enum ts_status status = ts_did_key(arena, &key, did);
        if (status != TS_OK)
            ts_report("--did %s: %s", request->did, ts_status_words(status));
        return ts_exit_reading(status);
    }
    if (!request->document) {
        ts_report("--did %s: needs its --did-document", request->did);
        return TS_EXIT_USAGE;
    }
    int exit_code = read_key_file(arena, &document, request->document);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    return report_keys(request->document,
                       ts_issuer_keys_from_document(arena, keys, document, did), keys);
}

static int
read_keys(struct ts_arena *arena, struct ts_issuer_keys *keys,
          const struct issuer_request *request)
{
    const struct ts_json *jwks;
    if (request->did)
        return read_did_keys(arena, keys, request);
    int exit_code = read_key_file(arena, &jwks, request->jwks);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    return report_keys(request->jwks, ts_issuer_keys_from_jwks(arena, keys, jwks), keys);
}

static int
put_issuer(struct ts_arena *arena, const char *dir, const struct ts_issuer *issuer)
{
    int exit_code = TS_EXIT_OTHER;
    struct ts_fault fault = { 0 };
    bool replaced = false;
    struct ts_store *store = ts_open_authority(arena, dir, &exit_code);
    if (!store)
        return exit_code;
    enum ts_status status =
        ts_authority_put_issuer(arena, &replaced, store, issuer, &fault);
    ts_store_close(store);
    if (status == TS_OK)
        printf("%s %.*s, %zu keys\n", replaced ? "replaced" : "added",
               TS_SPAN_ARG(issuer->id), issuer->key_count);
    else if (fault.offset)
        ts_report("%s/%s:%zu: %s", dir, fault.rule, fault.offset,
                  ts_status_words(status));
    else
        ts_report("%s/%s: %s", dir, fault.rule, ts_status_words(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

int
ts_command_add_issuer(int argc, char **argv)
{
    struct issuer_request request = { 0 };
    const struct ts_option options[] = {
        { .name = "--did", .value = &request.did },
        { .name = "--did-document", .value = &request.document },
        { .name = "--id", .value = &request.id },
        { .name = "--jwks", .value = &request.jwks },
        { .name = "--name", .values = &request.names },
        { .name = "--achievement", .values = &request.achievements },
        { .name = "--status-location", .values = &request.locations },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(
            &operands, 1, "authority add-issuer DIR --did D --name LANGUAGE=NAME ...")
        || !request_is_complete(&request))
        return TS_EXIT_USAGE;

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_issuer_keys keys = { 0 };
    struct ts_issuer issuer = { 0 };
    if (!read_names(&arena, &issuer, &request.names))
        return TS_EXIT_USAGE;
    int exit_code = read_keys(&arena, &keys, &request);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    issuer.id = ts_span_text(request.did ? request.did : request.id);
    issuer.keys = keys.items;
    issuer.key_count = keys.count;
    issuer.achievements = copy_texts(&arena, &request.achievements);
    issuer.achievement_count = request.achievements.count;
    issuer.status_locations = copy_texts(&arena, &request.locations);
    issuer.status_location_count = request.locations.count;
    return put_issuer(&arena, operands.items[0], &issuer);
}
