#include "keys/codec/bytewords.h"
#include "kiosk/credential/assembly.h"
#include "tests/support/support.h"

/* Uniform Resources: animated, and in one code. */

static struct ts_assembly assembly; /* too large for a stack */

static struct ts_assembly_answer
feed_span(ts_span text)
{
    return ts_assembly_feed(&assembly, text, (ts_mono){ 0 });
}

static struct ts_assembly_answer
feed(const char *text)
{
    return feed_span(ts_span_text(text));
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

/* The published parts of the 256 bytes that seed "Wolf" gives, as CBOR bytes (bc-ur,
 * test.cpp). */
static const char *const published[] = {
    "ur:bytes/1-9/lpadascfadaxcywenbpljkhdcahkadaemejtswhhylkepmykhhtsytsnoyoyaxaed"
    "suttydmmhhpktpmsrjtdkgslpgh",
    "ur:bytes/2-9/lpaoascfadaxcywenbpljkhdcagwdpfnsboxgwlbaawzuefywkdplrsrjynbvygab"
    "wjldapfcsgmghhkhstlrdcxaefz",
    "ur:bytes/3-9/lpaxascfadaxcywenbpljkhdcahelbknlkuejnbadmssfhfrdpsbiegecpasvssov"
    "lgeykssjykklronvsjksopdzmol",
    "ur:bytes/4-9/lpaaascfadaxcywenbpljkhdcasotkhemthydawydtaxneurlkosgwcekonertkbr"
    "lwmplssjtammdplolsbrdzcrtas",
    "ur:bytes/5-9/lpahascfadaxcywenbpljkhdcatbbdfmssrkzmcwnezelennjpfzbgmuktrhtejsc"
    "ktelgfpdlrkfyfwdajldejokbwf",
    "ur:bytes/6-9/lpamascfadaxcywenbpljkhdcackjlhkhybssklbwefectpfnbbectrljectpavyr"
    "olkzczcpkmwidmwoxkilghdsowp",
    "ur:bytes/7-9/lpatascfadaxcywenbpljkhdcavszmwnjkwtclrtvaynhpahrtoxmwvwatmedibka"
    "egdosftvandiodagdhthtrlnnhy",
    "ur:bytes/8-9/lpayascfadaxcywenbpljkhdcadmsponkkbbhgsoltjntegepmttmoonftnbuoiyr"
    "ehfrtsabzsttorodklubbuyaetk",
    "ur:bytes/9-9/lpasascfadaxcywenbpljkhdcajskecpmdckihdyhphfotjojtfmlnwmadspaxrky"
    "tbztpbauotbgtgtaeaevtgavtny",
    "ur:bytes/10-9/lpbkascfadaxcywenbpljkhdcahkadaemejtswhhylkepmykhhtsytsnoyoyaxae"
    "dsuttydmmhhpktpmsrjtwdkiplzs",
    "ur:bytes/11-9/lpbdascfadaxcywenbpljkhdcahelbknlkuejnbadmssfhfrdpsbiegecpasvsso"
    "vlgeykssjykklronvsjkvetiiapk",
    "ur:bytes/12-9/lpbnascfadaxcywenbpljkhdcarllaluzmdmgstospeyiefmwejlwtpedamktksr"
    "vlcygmzemovovllarodtmtbnptrs",
    "ur:bytes/13-9/lpbtascfadaxcywenbpljkhdcamtkgtpknghchchyketwsvwgwfdhpgmgtylctot"
    "zopdrpayoschcmhplffziachrfgd",
    "ur:bytes/14-9/lpbaascfadaxcywenbpljkhdcapazewnvonnvdnsbyleynwtnsjkjndeoldydkbk"
    "dslgjkbbkortbelomueekgvstegt",
    "ur:bytes/15-9/lpbsascfadaxcywenbpljkhdcaynmhpddpzmversbdqdfyrehnqzlugmjzmnmtwm"
    "rouohtstgsbsahpawkditkckynwt",
    "ur:bytes/16-9/lpbeascfadaxcywenbpljkhdcawygekobamwtlihsnpalnsghenskkiynthdzots"
    "imtojetprsttmukirlrsbtamjtpd",
    "ur:bytes/17-9/lpbyascfadaxcywenbpljkhdcamklgftaxykpewyrtqzhydntpnytyisincxmhtb"
    "ceaykolduortotiaiaiafhiaoyce",
    "ur:bytes/18-9/lpbgascfadaxcywenbpljkhdcahkadaemejtswhhylkepmykhhtsytsnoyoyaxae"
    "dsuttydmmhhpktpmsrjtntwkbkwy",
    "ur:bytes/19-9/lpbwascfadaxcywenbpljkhdcadekicpaajootjzpsdrbalpeywllbdsnbinaerk"
    "urspbncxgslgftvtsrjtksplcpeo",
    "ur:bytes/20-9/lpbbascfadaxcywenbpljkhdcayapmrleeleaxpasfrtrdkncffwjyjzgyetdmle"
    "wtkpktgllepfrltataztksmhkbot",
};

static void
assert_wolf(struct ts_assembly_answer answer, size_t len)
{
    struct ts_draw draw = ts_draw_begin(TS_SPAN_LIT("Wolf"));
    assert_int_equal(answer.kind, TS_ASSEMBLY_WHOLE);
    assert_int_equal(answer.whole.len, len);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(answer.whole.at[i], (uint8_t)(ts_draw_fraction(&draw) * 256));
}

static void
an_animated_code_is_read_from_wherever_one_looks_in(void **state)
{
    (void)state;
    for (size_t first = 0; first < TS_COUNT(published); first++) {
        struct ts_assembly_answer answer = { .kind = TS_ASSEMBLY_PART };
        uint32_t seen = 0;
        ts_assembly_forget(&assembly);
        for (size_t i = first; answer.kind == TS_ASSEMBLY_PART; i++) {
            assert_true(i < first + TS_COUNT(published));
            answer = feed(published[i % TS_COUNT(published)]);
            assert_int_equal(answer.total, 9);
            assert_in_range(answer.seen, seen, seen + 1);
            seen = answer.seen;
        }
        assert_wolf(answer, 256);
        assert_wolf(feed(published[0]), 256); /* goes on and on */
        if (first == 0)
            assert_int_equal(seen, 9);
    }
}

static void
a_resource_in_one_code_is_whole_at_once(void **state)
{
    (void)state;
    assert_wolf(feed("ur:bytes/hdeymejtswhhylkepmykhhtsytsnoyoyaxaedsuttydmmhhpktpmsrjtgw"
                     "dpfnsboxgwlbaawzuefywkdplrsrjynbvygabwjldapfcsdwkbrkch"),
                50);
    assert_wolf(feed("UR:BYTES/HDEYMEJTSWHHYLKEPMYKHHTSYTSNOYOYAXAEDSUTTYDMMHHPKTPMSRJTGW"
                     "DPFNSBOXGWLBAAWZUEFYWKDPLRSRJYNBVYGABWJLDAPFCSDWKBRKCH"),
                50);
}

static struct ts_assembly_answer
feed_resource(ts_span cbor)
{
    uint8_t text[512];
    uint8_t memory[512];
    ts_span words;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    assert_status(ts_bytewords_encode(&arena, &words, cbor), TS_OK);
    ts_write_text(&w, "UR:X-CREDENTIAL/");
    ts_write_bytes(&w, words);
    return feed_span(ts_writer_span(&w));
}

static void
a_resource_that_is_no_string_is_handed_on_as_it_is(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1024);
    ts_span cose = ts_test_hex(&arena, "d28443a10126a0413041ff");
    struct ts_assembly_answer answer = feed_resource(cose);
    assert_int_equal(answer.kind, TS_ASSEMBLY_WHOLE);
    assert_span_equal(answer.whole, cose);
    assert_whole(feed_resource(ts_test_hex(&arena, "657b7d202020")), "{}   ");
    assert_whole(feed_resource(ts_test_hex(&arena, "5f427b7d4120ff")), "{} ");
    assert_int_equal(feed_resource(ts_test_hex(&arena, "40")).kind, TS_ASSEMBLY_CONFLICT);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_animated_code_is_read_from_wherever_one_looks_in,
                               begin_empty),
        cmocka_unit_test_setup(a_resource_in_one_code_is_whole_at_once, begin_empty),
        cmocka_unit_test_setup(a_resource_that_is_no_string_is_handed_on_as_it_is,
                               begin_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
