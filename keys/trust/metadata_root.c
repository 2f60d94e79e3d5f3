#include "keys/trust/metadata_form.h"

#include <string.h>

struct ts_root {
    uint64_t version;
    ts_utc expires;
    bool is_consistent;
    uint8_t fingerprint[TS_SHA256_SIZE];
    struct ts_keyring ring;
    struct ts_signers signers[TS_ROLE_COUNT];
};

static const char *const role_names[TS_ROLE_COUNT] = {
    [TS_ROLE_ROOT] = "root",
    [TS_ROLE_TARGETS] = "targets",
    [TS_ROLE_SNAPSHOT] = "snapshot",
    [TS_ROLE_TIMESTAMP] = "timestamp",
};

static enum ts_status
read_roles(const struct ts_reading *reading, struct ts_root *root)
{
    const struct ts_json *roles = ts_json_member(reading->body, "roles");
    for (size_t i = 0; i < TS_ROLE_COUNT; i++) {
        const struct ts_json *role = ts_json_member(roles, role_names[i]);
        enum ts_status status =
            ts_reading_signers(reading, &root->signers[i], &root->ring, role);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static enum ts_status
read_consistent(const struct ts_reading *reading, struct ts_root *root)
{
    const struct ts_json *value = ts_json_member(reading->body, "consistent_snapshot");
    root->is_consistent = ts_json_is(value, TS_JSON_TRUE);
    if (root->is_consistent || ts_json_is(value, TS_JSON_FALSE)
        || ts_json_is(value, TS_JSON_NONE))
        return TS_OK;
    return ts_reading_fault(reading, TS_MALFORMED, value, "FORMAT.md 2.15");
}

static enum ts_status
read_body(const struct ts_reading *reading, struct ts_root *root)
{
    enum ts_status status = ts_reading_version(reading, &root->version, &root->expires);
    if (status == TS_OK)
        status = read_consistent(reading, root);
    if (status == TS_OK)
        status =
            ts_reading_keys(reading, &root->ring, ts_json_member(reading->body, "keys"));
    if (status == TS_OK)
        status = read_roles(reading, root);
    return status;
}

/* TUF 5.3.4 and 5.3.5, where there is a root before it. */
static enum ts_status
check_order(const struct ts_reading *reading, const struct ts_root *root,
            const struct ts_root *trusted)
{
    if (!trusted)
        return TS_OK;
    enum ts_status status = ts_reading_check(reading, &trusted->signers[TS_ROLE_ROOT]);
    if (status != TS_OK)
        return status;
    if (root->version != trusted->version + 1)
        return ts_reading_fault(reading, TS_ROLLBACK, reading->body, "TUF 5.3.5");
    return TS_OK;
}

static enum ts_status
keep_root(const struct ts_reading *reading, const struct ts_root **root,
          const struct ts_root *trusted)
{
    struct ts_root *draft = ts_arena_take(reading->arena, sizeof(*draft));
    if (!draft)
        return ts_fault_set(reading->fault, TS_NO_SPACE, 0, "the arena is full");
    enum ts_status status = read_body(reading, draft);
    if (status == TS_OK)
        status = check_order(reading, draft, trusted);
    if (status == TS_OK)
        status = ts_reading_check(reading, &draft->signers[TS_ROLE_ROOT]);
    if (status != TS_OK)
        return status;
    ts_sha256(draft->fingerprint, reading->canonical);
    *root = draft;
    return TS_OK;
}

static enum ts_status
read_root(struct ts_arena *arena, const struct ts_root **root,
          const struct ts_root *trusted, ts_span bytes, struct ts_fault *fault)
{
    struct ts_reading reading;
    enum ts_status status = ts_reading_begin(&reading, arena, bytes, "root", fault);
    if (status == TS_OK)
        status = keep_root(&reading, root, trusted);
    return ts_reading_end(&reading, status);
}

enum ts_status
ts_root_read(struct ts_arena *arena, const struct ts_root **root, ts_span bytes,
             struct ts_fault *fault)
{
    return read_root(arena, root, NULL, bytes, fault);
}

enum ts_status
ts_root_read_next(struct ts_arena *arena, const struct ts_root **root,
                  const struct ts_root *trusted, ts_span bytes, struct ts_fault *fault)
{
    return read_root(arena, root, trusted, bytes, fault);
}

uint64_t
ts_root_version(const struct ts_root *root)
{
    return root->version;
}

ts_utc
ts_root_expires(const struct ts_root *root)
{
    return root->expires;
}

bool
ts_root_is_consistent(const struct ts_root *root)
{
    return root->is_consistent;
}

const struct ts_signers *
ts_root_signers(const struct ts_root *root, enum ts_role role)
{
    return &root->signers[role];
}

static bool
may_sign(const struct ts_signers *signers, const struct ts_public_key *key)
{
    for (size_t i = 0; i < signers->ring->count; i++) {
        if (signers->keys >> i & 1
            && ts_public_key_equal(&signers->ring->keys[i].key, key))
            return true;
    }
    return false;
}

bool
ts_root_has_rotated(const struct ts_root *older, const struct ts_root *newer,
                    enum ts_role role)
{
    const struct ts_signers *before = &older->signers[role];
    for (size_t i = 0; i < before->ring->count; i++) {
        if (before->keys >> i & 1
            && !may_sign(&newer->signers[role], &before->ring->keys[i].key))
            return true;
    }
    return false;
}

void
ts_root_fingerprint(const struct ts_root *root, uint8_t digest[static TS_SHA256_SIZE])
{
    memcpy(digest, root->fingerprint, TS_SHA256_SIZE);
}
