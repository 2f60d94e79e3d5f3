#ifndef TS_TEST_DAY_WORLD_H
#define TS_TEST_DAY_WORLD_H

/* Who comes to the gate on a day, and with what; what is left of them in memory. Included
 * by test_day.c only, which needs memmem(). */

#include "tests/fake/kiosk/app/day_parts.h"

#include "firmware/base/calendar.h"
#include "keys/crypto/pin.h"
#include "tests/scenario/sync/folders.h"
#include "tests/support/families.h"
#include "tests/support/samples.h"

#include <malloc.h>
#include <stdio.h>

enum {
    PEOPLE = 20,
    CARDS_EACH = 5,
    FOREIGN = 4,
    CARDS = PEOPLE * CARDS_EACH + FOREIGN,
    GROWTH_MAX = 256 * 1024, /* what libraries keep for later */
    PINS_MAX = 12,           /* each takes a while, by design */
};
#define PIN "2718"
/* 2035-06-01, midnight: after this program was built, which no clock is believed
 * before. */
#define BEGINS ((ts_utc){ 2064268800 })

/* Not written out, so that what is found in memory is not the test's own. */
static char needle[12];

static struct {
    struct ts_arena arena, repo_arena;
    struct ts_store *store;
    struct repo repo;
    struct repo_file files[2];
    char base[32], trust[64], state[64], journal[80], pin[TS_PIN_LINE_SIZE];
    ts_span cards[CARDS];
    size_t scans, newer, pins, typed, answers;
    const char *answer; /* what is still to be typed of it */
    const struct day_kind *kind;
    bool publish;
    size_t at_noon, at_night;
    size_t traces, traces_while_shown;
} world;

#define JOB(MEMBERS)                                                                   \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"gate\",\"name\":{\"en\":\"Gate\"}," \
    "\"waiver\":true,\"show_name\":\"full\"," MEMBERS "}"
#define GAS "{\"label\":\"Gas\",\"achievement\":\"urn:example:Gas\"}"
#define AID "{\"label\":\"First aid\",\"achievement\":\"urn:example:Aid\"}"

/* What is asked of people, and what is kept of them. */
static const struct day_kind {
    const char *name, *log_mode, *job;
    size_t scans;
    enum ts_identity_asked identity;
    uint32_t seed; /* of a day on which there is enough to be seen */
} day_kinds[] = {
    { "counts", "counts", JOB("\"all_of\":[" GAS "," AID "]"), 2000,
      TS_IDENTITY_NOT_ASKED, 20260601 },
    { "proof, and everybody answers", "proof",
      JOB("\"identity\":\"answer\",\"all_of\":[" GAS "]"), 600, TS_IDENTITY_ANSWER,
      20260602 },
    { "roll, and everybody is compared", "roll",
      JOB("\"identity\":\"compare\",\"all_of\":[{\"type\":\"identity-data\"}]"), 600,
      TS_IDENTITY_COMPARE, 20260603 },
};

static void
put(const char *name, ts_span bytes, void *context)
{
    (void)context;
    assert_status(ts_store_replace(world.store, name, bytes, false), TS_OK);
}

static void
publish(void)
{
    struct ts_trust sample = ts_sample_family_trust(&world.repo_arena);
    sample.issuers.epoch = world.repo.version + 1;
    sample.issuers.issued = BEGINS;
    world.files[0] =
        (struct repo_file){ .path = "issuers.cbor", .epoch = sample.issuers.epoch };
    assert_status(
        ts_issuer_list_write(&world.repo_arena, &world.files[0].bytes, &sample.issuers),
        TS_OK);
    world.files[1] = (struct repo_file){ .path = "profiles/gate.json",
                                         .bytes = ts_span_text(world.kind->job) };
    repo_publish(&world.repo, world.files, 2);
}

/* Newer lists are noticed by a thread, which is asked to look, and waited for. */
bool __real_ts_beliefs_waiting(struct ts_beliefs *beliefs);
bool __wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs);
bool
__wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    if (world.publish) {
        world.publish = false;
        publish();
        ts_beliefs_look(beliefs);
        world.newer++;
    }
    return __real_ts_beliefs_waiting(beliefs);
}

/* An identifier before the name's, with SHA-256 of "4711salt": the sample puts its name
 * into a list of them as it is. */
#define ANSWER "4711"
#define HASH_AND                                                                 \
    "sha256$affe93b26fde37dc6a4dee58c837fd579a341eac7a23d3e776f78cb0c4e7b1f4\"," \
    "\"identityType\":\"ext:number\",\"salt\":\"salt\",\"hashed\":true},"        \
    "{\"type\":\"IdentityObject\",\"identityHash\":\""

/* With a portrait, which nothing here decodes. */
static ts_span
make_face(struct ts_arena *scratch, int person)
{
    char claims[512];
    snprintf(claims, sizeof(claims),
             "{\"1\":\"did:web:college.example\",\"4\":2082758400,\"6\":1767225600,"
             "\"169\":{\"1\":\"%s-%d\",\"4\":\"%s %c%c\","
             "\"62\":[{\"0\":\"h'52494646'\",\"1\":0}]}}",
             needle, person, needle, 'A' + person, 'a' + person);
    return ts_sample_claim_169(scratch, claims, (struct ts_sample_cose_wishes){ 0 });
}

/* Of one person: both that are asked for, one that expired, one tampered with, and one
 * of an issuer nobody lists. */
static ts_span
make_card(struct ts_arena *scratch, int person, int which)
{
    static const char *const names[CARDS_EACH] = { "Gas", "Aid", "Aid", "Gas", "Gas" };
    char name[256];
    char id[40];
    if (world.kind->identity == TS_IDENTITY_COMPARE && which < 2)
        return make_face(scratch, person);
    snprintf(name, sizeof(name), "%s%s %c%c",
             world.kind->identity == TS_IDENTITY_ANSWER ? HASH_AND : "", needle,
             'A' + person, 'a' + person);
    snprintf(id, sizeof(id), "urn:%s:%d-%d", needle, person, which);
    return ts_sample_badge(
        scratch,
        (struct ts_sample_wishes){
            .signing = person % 2 ? TS_SIGN_VC_JWT : TS_SIGN_VC_COSE,
            .kind = person % 3 ? TS_KEY_ED25519 : TS_KEY_P256,
            .name = name,
            .id = id,
            .achievement = names[which],
            .valid_until = which == 2 ? "2035-03-01T00:00:00Z" : "2036-01-01T00:00:00Z",
            .issuer = which == 4 ? "did:web:nobody.example" : NULL });
}

static void
make_cards(void)
{
    static const char *const foreign[FOREIGN] = { "https://menu.example/soup",
                                                  "WIFI:S:x;;", "0012345678905",
                                                  "hello" };
    struct ts_arena scratch = ts_test_arena((size_t)1 << 20);
    for (int i = 0; i < PEOPLE * CARDS_EACH; i++) {
        ts_arena_rewind(&scratch, 0);
        ts_span card = make_card(&scratch, i / CARDS_EACH, i % CARDS_EACH);
        assert_true(ts_arena_copy(&world.arena, &world.cards[i], card));
        if (i % CARDS_EACH == 3) /* a letter of the signature or what it signs */
            ((uint8_t *)(uintptr_t)world.cards[i].at)[card.len / 2] ^= 1;
    }
    for (int i = 0; i < FOREIGN; i++)
        world.cards[PEOPLE * CARDS_EACH + i] = ts_span_text(foreign[i]);
    memset(scratch.at, 0, (size_t)1 << 20);
    ts_test_arena_free(&scratch);
}

/* Heap in use; a sanitizer's own allocator has its own way of telling. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif
#if IS_SANITIZED
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

static size_t
heap_in_use(void)
{
#if IS_SANITIZED
    return __sanitizer_get_current_allocated_bytes();
#else
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

/* In memory that can be written, a sanitizer's aside, which keeps what was freed. */
static size_t
traces_in_memory(void)
{
    size_t found = 0;
    char line[512];
    FILE *maps = IS_SANITIZED ? NULL : fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof(line), maps)) {
        unsigned long from = 0;
        unsigned long to = 0;
        char rights[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r'
            || rights[1] != 'w' || strstr(line, "[v"))
            continue;
        const char *at = (const char *)from; // NOLINT(performance-no-int-to-ptr)
        const char *end = (const char *)to;  // NOLINT(performance-no-int-to-ptr)
        for (; (at = memmem(at, (size_t)(end - at), needle, strlen(needle))); at++) {
            if (at == needle)
                continue;
            found++;
        }
    }
    if (maps)
        fclose(maps);
    return found;
}

#endif
