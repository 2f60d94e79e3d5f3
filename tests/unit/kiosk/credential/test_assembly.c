#include "kiosk/credential/assembly.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ts_assembly assembly; /* too large for a stack */

static const ts_mono noon = { 43200000 };

static struct ts_assembly_answer
feed(const char *text)
{
    return ts_assembly_feed(&assembly, ts_span_text(text), noon);
}

static struct ts_assembly_answer
feed_at(ts_span text, uint64_t later_ms)
{
    return ts_assembly_feed(&assembly, text, (ts_mono){ noon.ms + later_ms });
}

static void
assert_part(struct ts_assembly_answer answer, uint32_t seen, uint32_t total)
{
    assert_int_equal(answer.kind, TS_ASSEMBLY_PART);
    assert_int_equal(answer.seen, seen);
    assert_int_equal(answer.total, total);
}

static void
assert_whole(struct ts_assembly_answer answer, const char *text)
{
    assert_int_equal(answer.kind, TS_ASSEMBLY_WHOLE);
    assert_span_equal(answer.whole, ts_span_text(text));
}

static int
begin_empty(void **state)
{
    (void)state;
    ts_assembly_forget(&assembly);
    return 0;
}

static const struct {
    const char *name;
    const char *text;
} no_parts[] = {
    { "nothing", "" },
    { "a word", "HELLO" },
    { "a health card in one code", "shc:/56762909524320603460292437404460" },
    { "a prefix alone", "shc:/" },
    { "a chunk without a total", "shc:/1/" },
    { "a chunk without digits", "shc:/1/2/" },
    { "chunk 0", "shc:/0/2/56" },
    { "chunk 3 of 2", "shc:/3/2/56" },
    { "17 chunks", "shc:/1/17/56" },
    { "zeros before a number", "shc:/01/2/56" },
    { "a sign before a number", "shc:/+1/2/56" },
    { "letters among a chunk's digits", "shc:/1/2/56A7" },
    { "capitals before a chunk", "SHC:/1/2/56" },
    { "ours: no payload", "TS1T/1/2/01234567/" },
    { "ours: no mark", "TS1T/1/2//AB" },
    { "ours: a short mark", "TS1T/1/2/0123456/AB" },
    { "ours: a long mark", "TS1T/1/2/012345678/AB" },
    { "ours: a mark in lower case", "TS1T/1/2/abcdef01/AB" },
    { "ours: no number", "TS1T//2/01234567/AB" },
    { "ours: part 3 of 2", "TS1T/3/2/01234567/AB" },
    { "ours: 17 parts", "TS1T/1/17/01234567/AB" },
    { "ours: a payload in lower case", "TS1T/1/2/01234567/ab" },
    { "ours: another kind", "TS1X/1/2/01234567/AB" },
    { "ours: in lower case", "ts1t/1/2/01234567/AB" },
    { "a resource without a type", "ur:/aeaeaeaeae" },
    { "a resource with a wrong type", "ur:by_tes/lftaaonl" },
    { "a resource without words", "ur:bytes/" },
    { "a resource with another checksum", "ur:bytes/aeadaolazmjendeowf" },
    { "a resource's number without a total", "ur:bytes/1/lftaaonl" },
    { "a number that is not the one inside",
      "ur:bytes/2-9/lpadascfadaxcywenbpljkhdcahkadaemejtswhhylkepmykhhtsytsnoyoyax"
      "aedsuttydmmhhpktpmsrjtdkgslpgh" },
    { "a total that is not the one inside",
      "ur:bytes/1-8/lpadascfadaxcywenbpljkhdcahkadaemejtswhhylkepmykhhtsytsnoyoyax"
      "aedsuttydmmhhpktpmsrjtdkgslpgh" },
};

static void
what_is_no_part_is_handed_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(no_parts); i++) {
        ts_span text = ts_span_text(no_parts[i].text);
        uint8_t *copy = ts_test_exact_copy(text);
        ts_test_row(no_parts[i].name);
        assert_int_equal(feed_at((ts_span){ copy, text.len }, 0).kind,
                         TS_ASSEMBLY_NOT_A_PART);
        free(copy);
    }
}

static void
chunks_of_a_health_card_come_in_any_order(void **state)
{
    (void)state;
    assert_part(feed("shc:/3/3/5678"), 1, 3);
    assert_part(feed("shc:/1/3/1234"), 2, 3);
    assert_part(feed("shc:/3/3/5678"), 2, 3); /* again */
    assert_whole(feed("shc:/2/3/99"), "shc:/1234995678");
    assert_whole(feed("shc:/1/3/1234"), "shc:/1234995678"); /* still in view */
}

static void
a_chunk_of_another_health_card_begins_anew(void **state)
{
    (void)state;
    assert_part(feed("shc:/1/3/1234"), 1, 3);
    assert_part(feed("shc:/2/3/77"), 2, 3);
    assert_part(feed("shc:/1/3/5555"), 1, 3);
    assert_part(feed("shc:/1/2/5555"), 1, 2);
    assert_whole(feed("shc:/2/2/66"), "shc:/555566");
    assert_part(feed("shc:/2/2/67"), 1, 2); /* the next card's, not the finished one */
    assert_whole(feed("shc:/1/1/42"), "shc:/42");
}

static const char content[] = "NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH-R6IOOK.IR9B+9D*ZAX1O 43";

static size_t
cut(struct ts_arena *arena, ts_span *parts, size_t count, ts_span whole)
{
    assert_status(ts_part_cut(arena, parts, count, whole), TS_OK);
    return count;
}

static void
our_parts_are_what_section_9_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span parts[TS_PARTS_MAX];
    cut(&arena, parts, 2, TS_SPAN_LIT("ABCDE"));
    /* SHA-256 of "ABCDE" begins f0393feb. */
    assert_span_equal(parts[0], TS_SPAN_LIT("TS1T/1/2/F0393FEB/AB"));
    assert_span_equal(parts[1], TS_SPAN_LIT("TS1T/2/2/F0393FEB/CDE"));
    cut(&arena, parts, 1, TS_SPAN_LIT("abc"));
    assert_true(ts_span_starts_with(parts[0], TS_SPAN_LIT("TS1Z/1/1/BA7816BF/NCF")));
    ts_test_arena_free(&arena);
}

static void
our_parts_come_back_in_any_order(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    static const struct {
        const char *name;
        const char *text;
        size_t count;
    } rows[] = {
        { "text that a code holds as it is", content, 3 },
        { "one part", content, 1 },
        { "as many as there may be", content, TS_PARTS_MAX },
        { "JSON, packed", "{\"id\":\"urn:uuid:1\",\"name\":\"Zo\xC3\xAB Qaunaq\"}", 4 },
        { "a JWT, packed", "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl", 2 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_span parts[TS_PARTS_MAX];
        size_t count = cut(&arena, parts, rows[i].count, ts_span_text(rows[i].text));
        ts_test_row(rows[i].name);
        for (size_t k = 1; k < count; k++)
            assert_part(feed_at(parts[k], 0), (uint32_t)k, (uint32_t)count);
        assert_whole(feed_at(parts[0], 0), rows[i].text);
        assert_whole(feed_at(parts[count - 1], 0), rows[i].text);
    }
    ts_test_arena_free(&arena);
}

static void
bytes_of_any_value_are_packed(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    ts_span parts[TS_PARTS_MAX];
    uint8_t bytes[5000];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * i >> 3);
    cut(&arena, parts, 2, TS_SPAN_OF(bytes));
    assert_part(feed_at(parts[1], 0), 1, 2);
    struct ts_assembly_answer answer = feed_at(parts[0], 0);
    assert_int_equal(answer.kind, TS_ASSEMBLY_WHOLE);
    assert_span_equal(answer.whole, TS_SPAN_OF(bytes));
    ts_test_arena_free(&arena);
}

static void
parts_of_two_cards_never_mix(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span one[TS_PARTS_MAX];
    ts_span other[TS_PARTS_MAX];
    cut(&arena, one, 2, TS_SPAN_LIT("THE ONE CARD"));
    cut(&arena, other, 2, TS_SPAN_LIT("THE OTHER CARD"));
    assert_part(feed_at(one[0], 0), 1, 2);
    assert_part(feed_at(other[1], 0), 1, 2);
    assert_part(feed_at(one[1], 0), 1, 2);
    assert_part(feed_at(other[0], 0), 1, 2);
    assert_whole(feed_at(other[1], 0), "THE OTHER CARD");
    assert_part(feed_at(one[0], 0), 1, 2); /* a finished one gives way, too */
    ts_test_arena_free(&arena);
}

static void
parts_that_do_not_fit_together_are_a_conflict(void **state)
{
    (void)state;
    /* "ABCDE" is F0393FEB. */
    assert_part(feed("TS1T/1/2/F0393FEB/AB"), 1, 2);
    assert_int_equal(feed("TS1T/1/2/F0393FEB/AC").kind, TS_ASSEMBLY_CONFLICT);
    assert_part(feed("TS1T/1/2/F0393FEB/AB"), 1, 2); /* all was forgotten */
    assert_int_equal(feed("TS1T/2/2/F0393FEB/CDF").kind, TS_ASSEMBLY_CONFLICT);
    assert_part(feed("TS1T/2/2/F0393FEB/CDE"), 1, 2);
    assert_whole(feed("TS1T/1/2/F0393FEB/AB"), "ABCDE");
    assert_int_equal(feed("TS1T/1/2/F0393FEB/BA").kind, TS_ASSEMBLY_CONFLICT);
    assert_int_equal(feed("TS1Z/1/1/F0393FEB/ABCDE").kind, TS_ASSEMBLY_CONFLICT);
    assert_int_equal(feed("TS1Z/1/1/F0393FEB/A").kind, TS_ASSEMBLY_CONFLICT);
}

static void
parts_larger_than_the_limit_are_a_conflict(void **state)
{
    (void)state;
    static char text[TS_CODE_TEXT_MAX + 1];
    enum ts_assembly_kind kind = TS_ASSEMBLY_PART;
    for (unsigned i = 1; i <= TS_PARTS_MAX && kind == TS_ASSEMBLY_PART; i++) {
        int start = snprintf(text, sizeof(text), "shc:/%u/16/", i);
        memset(text + start, '5', sizeof(text) - 1 - (size_t)start);
        kind = feed_at(ts_span_text(text), 0).kind;
    }
    assert_int_equal(kind, TS_ASSEMBLY_CONFLICT);
    uint32_t part;
    uint32_t total;
    assert_false(ts_assembly_missing(&assembly, &part, &total));
}

static void
a_text_longer_than_any_code_is_no_part(void **state)
{
    (void)state;
    static char text[TS_CODE_TEXT_MAX + 2] = "shc:/1/2/";
    memset(text + 9, '5', sizeof(text) - 10);
    assert_int_equal(feed_at((ts_span){ (uint8_t *)text, TS_CODE_TEXT_MAX + 1 }, 0).kind,
                     TS_ASSEMBLY_NOT_A_PART);
    assert_int_equal(feed_at((ts_span){ (uint8_t *)text, TS_CODE_TEXT_MAX }, 0).kind,
                     TS_ASSEMBLY_PART);
}

static void
an_unfinished_set_is_waited_for_only_so_long(void **state)
{
    (void)state;
    ts_span one = TS_SPAN_LIT("shc:/1/3/12");
    ts_span two = TS_SPAN_LIT("shc:/2/3/34");
    assert_part(feed_at(one, 0), 1, 3);
    assert_part(feed_at(two, TS_ASSEMBLY_PATIENCE_MS - 1), 2, 3);
    assert_part(feed_at(two, 2 * TS_ASSEMBLY_PATIENCE_MS - 2), 2, 3); /* seen again */
    assert_part(feed_at(two, 3 * TS_ASSEMBLY_PATIENCE_MS - 2), 1, 3);
    ts_assembly_expire(&assembly, (ts_mono){ noon.ms + 4 * TS_ASSEMBLY_PATIENCE_MS });
    uint32_t part;
    uint32_t total;
    assert_false(ts_assembly_missing(&assembly, &part, &total));
}

static void
a_finished_set_is_forgotten_once_out_of_view(void **state)
{
    (void)state;
    ts_span one = TS_SPAN_LIT("shc:/1/2/12");
    ts_span two = TS_SPAN_LIT("shc:/2/2/34");
    feed_at(one, 0);
    assert_whole(feed_at(two, 0), "shc:/1234");
    assert_whole(feed_at(one, TS_ASSEMBLY_FINISHED_MS - 1), "shc:/1234");
    assert_part(feed_at(one, 2 * TS_ASSEMBLY_FINISHED_MS), 1, 2);
}

static void
forgetting_leaves_nothing(void **state)
{
    (void)state;
    static const struct ts_assembly empty;
    feed("TS1T/1/2/F0393FEB/AB");
    feed("TS1T/2/2/F0393FEB/CDE");
    ts_assembly_forget(&assembly);
    assert_memory_equal(&assembly, &empty, sizeof(empty));
    feed("TS1T/1/2/F0393FEB/AB");
    ts_assembly_expire(&assembly, (ts_mono){ noon.ms + TS_ASSEMBLY_PATIENCE_MS });
    assert_memory_equal(&assembly, &empty, sizeof(empty));
}

static void
the_first_missing_part_is_named(void **state)
{
    (void)state;
    uint32_t part = 77;
    uint32_t total = 77;
    assert_false(ts_assembly_missing(&assembly, &part, &total));
    feed("shc:/1/3/12");
    feed("shc:/3/3/12");
    assert_true(ts_assembly_missing(&assembly, &part, &total));
    assert_int_equal(part, 2);
    assert_int_equal(total, 3);
    feed("shc:/2/3/12");
    assert_false(ts_assembly_missing(&assembly, &part, &total));
}

static void
what_fits_is_of_the_set_under_way(void **state)
{
    (void)state;
    ts_span one = TS_SPAN_LIT("TS1T/1/2/F0393FEB/AB");
    assert_false(ts_assembly_fits(&assembly, one));
    feed_at(one, 0);
    assert_true(ts_assembly_fits(&assembly, one));
    assert_true(ts_assembly_fits(&assembly, TS_SPAN_LIT("TS1T/2/2/F0393FEB/XX")));
    assert_false(ts_assembly_fits(&assembly, TS_SPAN_LIT("TS1T/2/2/F0393FEC/XX")));
    assert_false(ts_assembly_fits(&assembly, TS_SPAN_LIT("TS1Z/2/2/F0393FEB/XX")));
    assert_false(ts_assembly_fits(&assembly, TS_SPAN_LIT("TS1T/2/3/F0393FEB/XX")));
    assert_false(ts_assembly_fits(&assembly, TS_SPAN_LIT("shc:/2/2/12")));
    feed("shc:/1/2/12");
    assert_true(ts_assembly_fits(&assembly, TS_SPAN_LIT("shc:/2/2/12")));
    assert_false(ts_assembly_fits(&assembly, TS_SPAN_LIT("shc:/1/2/34")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_no_part_is_handed_on, begin_empty),
        cmocka_unit_test_setup(chunks_of_a_health_card_come_in_any_order, begin_empty),
        cmocka_unit_test_setup(a_chunk_of_another_health_card_begins_anew, begin_empty),
        cmocka_unit_test_setup(our_parts_are_what_section_9_says, begin_empty),
        cmocka_unit_test_setup(our_parts_come_back_in_any_order, begin_empty),
        cmocka_unit_test_setup(bytes_of_any_value_are_packed, begin_empty),
        cmocka_unit_test_setup(parts_of_two_cards_never_mix, begin_empty),
        cmocka_unit_test_setup(parts_that_do_not_fit_together_are_a_conflict,
                               begin_empty),
        cmocka_unit_test_setup(parts_larger_than_the_limit_are_a_conflict, begin_empty),
        cmocka_unit_test_setup(a_text_longer_than_any_code_is_no_part, begin_empty),
        cmocka_unit_test_setup(an_unfinished_set_is_waited_for_only_so_long, begin_empty),
        cmocka_unit_test_setup(a_finished_set_is_forgotten_once_out_of_view, begin_empty),
        cmocka_unit_test_setup(forgetting_leaves_nothing, begin_empty),
        cmocka_unit_test_setup(the_first_missing_part_is_named, begin_empty),
        cmocka_unit_test_setup(what_fits_is_of_the_set_under_way, begin_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
