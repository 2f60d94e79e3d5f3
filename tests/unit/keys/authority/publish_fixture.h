#ifndef TS_TEST_AUTHORITY_PUBLISH_FIXTURE_H
#define TS_TEST_AUTHORITY_PUBLISH_FIXTURE_H

#include "keys/authority/authority.h"
#include "keys/trust/trust.h"
#include "tests/unit/keys/authority/fixture.h"

/* An authority, an issuer with one badge on its list, and a folder to publish into. */

#define FIXTURE_REVOCATION "https://college.example/status/revocation"

struct fixture_office {
    struct ts_arena arena;
    struct ts_store *authority, *issuer, *repo;
    struct ts_signer signer;
    struct ts_ledger ledger;
    uint32_t index; /* Of the badge "urn:a". */
};

static inline void
fixture_put_list(struct fixture_office *office, bool withdrawn)
{
    ts_span jwt;
    struct ts_fault fault = { 0 };
    ts_ledger_find(&office->ledger, TS_SPAN_LIT("urn:a"))->withdrawn =
        withdrawn ? FIXTURE_NOW : TS_UTC_NEVER;
    assert_status(ts_ledger_sign_list(&office->arena, &jwt, &office->ledger,
                                      &office->signer, TS_LIST_REVOCATION, FIXTURE_NOW),
                  TS_OK);
    assert_status(ts_authority_put_status_list(&office->arena, office->authority,
                                               TS_SPAN_LIT(FIXTURE_REVOCATION), jwt,
                                               &fault),
                  TS_OK);
}

static inline void
fixture_put_issuer(struct fixture_office *office, ts_span id, const char *name)
{
    const struct ts_text_in names = { TS_SPAN_LIT("en"), ts_span_text(name) };
    const struct ts_issuer issuer = { .id = id, .names = &names, .name_count = 1 };
    assert_status(
        ts_authority_put_issuer(&office->arena, NULL, office->authority, &issuer, NULL),
        TS_OK);
}

static inline enum ts_status
fixture_publish_at(struct fixture_office *office, struct ts_publication *done, ts_utc now)
{
    const struct ts_publish_order order = { .store = office->authority,
                                            .repo = office->repo,
                                            .now = now };
    size_t used = office->arena.used;
    enum ts_status status = ts_authority_publish(&office->arena, done, &order, NULL);
    ts_arena_rewind(&office->arena, used);
    return status;
}

static inline enum ts_status
fixture_publish(struct fixture_office *office, struct ts_publication *done)
{
    return fixture_publish_at(office, done, FIXTURE_NOW);
}

/** Fills an office whose stores are open and empty. */
static inline void
fixture_office_fill(struct fixture_office *office)
{
    const struct ts_ledger_entry *entry;
    size_t line;
    assert_status(ts_authority_create(&office->arena, office->authority, (ts_span){ 0 },
                                      FIXTURE_NOW),
                  TS_OK);
    office->signer =
        fixture_signer(&office->arena, office->issuer, "did:key", TS_KEY_ED25519);
    fixture_put_issuer(office, office->signer.id, "Example College");
    assert_status(
        ts_ledger_read(&office->arena, &office->ledger, office->issuer, 1, &line), TS_OK);
    assert_status(
        ts_ledger_add(&office->ledger, &entry, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
        TS_OK);
    office->index = entry->index;
    fixture_put_list(office, false);
    assert_status(ts_authority_put_profile(office->authority, TS_SPAN_LIT("gate"),
                                           TS_SPAN_LIT("{\"a profile\":1}")),
                  TS_OK);
}

/** What the published list says of the badge. */
static inline enum ts_status_value
fixture_status(const struct fixture_office *office, const struct ts_trust *trust)
{
    struct ts_trust_list list;
    if (!ts_trust_find_list(trust, &list, TS_SPAN_LIT(FIXTURE_REVOCATION),
                            TS_STATUS_BITSTRING))
        return TS_STATUS_UNKNOWN;
    return ts_trust_list_at(&list, office->index, TS_SPAN_LIT("revocation"));
}

#endif
