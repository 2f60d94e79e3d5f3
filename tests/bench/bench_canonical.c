#include "firmware/base/check.h"
#include "firmware/base/limits.h"
#include "keys/proof/linked_data/canonical_parts.h"
#include "keys/proof/linked_data/linked_data.h"
#include "keys/proof/linked_data/to_rdf.h"
#include "tests/bench/bench.h"

#include <stdio.h>

/*
 * What it takes to bring a badge into the form that is signed, stage by stage, and
 * how long one that is made to be dear keeps us busy.
 */

enum { POISON_LIMIT_MS = 50 };

struct subject {
    struct ts_arena arena;
    size_t used; /* Of the arena, before the stage. */
    ts_span text;
    const struct ts_json *document;
    const struct ts_ld_item *items;
    struct ts_rdf_dataset dataset;
    ts_span nquads;
    uint32_t work;
};

static const struct ts_ld_options options = { .without = "proof", .safe = true };

static void
parse(void *context)
{
    struct subject *s = context;
    ts_arena_rewind(&s->arena, s->used);
    TS_CHECK(ts_json_parse(&s->arena, &s->document, s->text, NULL) == TS_OK);
}

static void
expand(void *context)
{
    struct subject *s = context;
    ts_arena_rewind(&s->arena, s->used);
    TS_CHECK(ts_ld_expand(&s->arena, &s->items, s->document, &options, NULL) == TS_OK);
}

static void
to_rdf(void *context)
{
    struct subject *s = context;
    ts_arena_rewind(&s->arena, s->used);
    TS_CHECK(ts_ld_to_rdf(&s->arena, &s->dataset, s->items) == TS_OK);
}

static void
canonicalize(void *context)
{
    struct subject *s = context;
    ts_arena_rewind(&s->arena, s->used);
    TS_CHECK(ts_rdfc_measured(&s->arena, &s->nquads, NULL, &s->dataset, TS_RDFC_SHA256,
                              &s->work)
             == TS_OK);
}

static void
digest(void *context)
{
    const struct subject *s = context;
    uint8_t bytes[TS_SHA256_SIZE];
    ts_sha256(bytes, s->nquads);
}

/* One stage after it ran once, so that the next one finds what it needs. */
static void
time_stage(struct subject *s, const char *name, void (*stage)(void *context), bool brief)
{
    unsigned rounds = brief ? 3 : 25;
    unsigned calls = brief ? 20 : 200;
    s->used = s->arena.used;
    printf("  %-14s %9.1f us\n", name, ts_bench_time(stage, s, rounds, calls));
}

/* The least memory that does, to 4 KiB. */
static size_t
least_memory(const struct subject *s)
{
    size_t size = 0;
    enum ts_status status = TS_NO_SPACE;
    while (status == TS_NO_SPACE) {
        size += 4096;
        TS_CHECK(size <= s->arena.len);
        struct ts_arena arena = ts_arena_over((ts_room){ s->arena.at, size });
        const struct ts_json *document;
        ts_span nquads;
        status = ts_json_parse(&arena, &document, s->text, NULL);
        if (status == TS_OK)
            status = ts_ld_canonical(&arena, &nquads, document, &options, TS_RDFC_SHA256,
                                     NULL);
    }
    TS_CHECK(status == TS_OK);
    return size;
}

static void
write_badge(struct ts_writer *w, unsigned results)
{
    ts_write_text(
        w,
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
        "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"],"
        "\"id\":\"urn:uuid:8f5d2c1e-37f4-4d53-9a1a-6f5e0f0b9c11\","
        "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
        "\"issuer\":{\"id\":\"did:web:college.example\",\"type\":[\"Profile\"],"
        "\"name\":\"College of the North\",\"url\":\"https://college.example\"},"
        "\"validFrom\":\"2026-01-01T00:00:00Z\",\"validUntil\":\"2028-01-01T00:00:00Z\","
        "\"name\":\"Confined space entry\",\"credentialSubject\":{"
        "\"id\":\"did:example:worker\",\"type\":[\"AchievementSubject\"],"
        "\"identifier\":[{\"type\":\"IdentityObject\",\"identityHash\":\"Mina Roy\","
        "\"identityType\":\"name\",\"hashed\":false}],"
        "\"achievement\":{\"id\":\"https://college.example/achievements/cse\","
        "\"type\":[\"Achievement\"],\"name\":\"Confined space entry\","
        "\"achievementType\":\"Certification\","
        "\"description\":\"Enters and leaves confined spaces safely.\","
        "\"criteria\":{\"narrative\":\"Practical examination before two assessors, "
        "under breathing protection.\"},"
        "\"alignment\":[{\"type\":[\"Alignment\"],\"targetName\":\"Construction trades "
        "helpers\",\"targetUrl\":\"https://noc.esdc.gc.ca/75110\",\"targetFramework\":"
        "\"NOC\",\"targetCode\":\"75110\"},{\"type\":[\"Alignment\"],\"targetName\":"
        "\"Confined "
        "space\",\"targetUrl\":\"https://esco.example/1\",\"targetCode\":\"1\"}],"
        "\"resultDescription\":[{\"id\":\"urn:uuid:1\",\"type\":[\"ResultDescription\"],"
        "\"name\":\"Examination\",\"resultType\":\"Percent\",\"requiredValue\":\"80\"}]},"
        "\"result\":[");
    for (unsigned i = 0; i < results; i++) {
        char text[160];
        snprintf(text, sizeof(text),
                 "%s{\"type\":[\"Result\"],\"resultDescription\":\"urn:uuid:1\","
                 "\"status\":\"Completed\",\"value\":\"%u\"}",
                 i ? "," : "", 80 + i / 2);
        ts_write_text(w, text);
    }
    ts_write_text(w, "]}}");
}

static void
measure(const char *name, unsigned results, bool brief)
{
    static uint8_t memory[4 << 20];
    static uint8_t text[20000];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    struct subject s = { .arena = ts_arena_over(TS_ROOM_OF(memory)) };
    write_badge(&w, results);
    TS_CHECK(!w.full);
    s.text = ts_writer_span(&w);

    printf("%s, %zu B\n", name, s.text.len);
    time_stage(&s, "parse", parse, brief);
    time_stage(&s, "expand", expand, brief);
    time_stage(&s, "to RDF", to_rdf, brief);
    time_stage(&s, "canonicalise", canonicalize, brief);
    time_stage(&s, "hash", digest, brief);
    printf("  %zu quads, %u blank nodes, %zu B of N-Quads, %u of work (limit %u), "
           "%zu KiB of memory (limit %d)\n",
           s.dataset.count, s.dataset.blank_count, s.nquads.len, s.work, TS_RDFC_WORK_MAX,
           least_memory(&s) >> 10, TS_SCAN_ARENA_SIZE >> 10);
}

/* Blank nodes and who points at whom. */
static void
link_blanks(struct ts_rdf_dataset *dataset, uint32_t a, uint32_t b)
{
    dataset->quads[dataset->count++] = (struct ts_rdf_quad){
        .subject = { .kind = TS_RDF_BLANK, .blank = a },
        .predicate = { .kind = TS_RDF_IRI,
                       .text = TS_SPAN_LIT("https://site.example/p") },
        .object = { .kind = TS_RDF_BLANK, .blank = b },
    };
}

static void
refuse(void *context)
{
    struct subject *s = context;
    ts_arena_rewind(&s->arena, 0);
    TS_CHECK(
        ts_rdfc_canonicalize(&s->arena, &s->nquads, NULL, &s->dataset, TS_RDFC_SHA256)
        == TS_OVER_LIMIT);
}

static void
measure_poison(const char *name, struct subject *s, bool brief)
{
    double ms = ts_bench_time(refuse, s, brief ? 3 : 9, 1) / 1000;
    printf("  %-28s %6.1f ms (limit %d)%s\n", name, ms, POISON_LIMIT_MS,
           ms <= POISON_LIMIT_MS ? "" : "  MISSED");
}

static void
measure_poisons(bool brief)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    static struct ts_rdf_quad quads[3000];
    struct subject s = { .arena = ts_arena_over(TS_ROOM_OF(memory)),
                         .dataset = { .quads = quads } };
    printf("until a poison graph is refused\n");
    s.dataset.blank_count = 10;
    for (uint32_t i = 0; i < 90; i++)
        link_blanks(&s.dataset, i / 9, (i / 9 + 1 + i % 9) % 10);
    measure_poison("ten, each to all others", &s, brief);

    s.dataset.count = 0;
    s.dataset.blank_count = 200;
    for (uint32_t i = 0; i < 200; i++)
        link_blanks(&s.dataset, i, (i + 1) % 200);
    measure_poison("a ring of 200", &s, brief);

    s.dataset.count = 0;
    s.dataset.blank_count = 1000;
    for (uint32_t i = 0; i < 998; i++)
        link_blanks(&s.dataset, 998 + i % 2, i);
    measure_poison("two stars of 499", &s, brief);

    s.dataset.count = 0;
    s.dataset.blank_count = 3000;
    for (uint32_t i = 0; i < 3000; i++)
        link_blanks(&s.dataset, i, i - i % 3 + (i + 1) % 3);
    measure_poison("a thousand triangles", &s, brief);
}

void
ts_bench_canonical(bool brief)
{
    measure("badge", 4, brief);
    measure("record", 168, brief);
    measure_poisons(brief);
}
