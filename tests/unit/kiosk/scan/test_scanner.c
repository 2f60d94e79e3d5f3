#include "firmware/base/limits.h"
#include "kiosk/scan/scanner.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/scan/shot.h"

#include <stdio.h>
#include <stdlib.h>

static struct picture picture;

static int
setup(void **state)
{
    enum ts_status status = ts_scanner_open((struct ts_scanner **)state);
    return status == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_scanner_close(*state);
    return 0;
}

/* What the one code in the picture holds. */
static ts_span
only_code(struct ts_scanner *scanner)
{
    struct ts_code codes[4];
    size_t count = 0;
    struct ts_frame frame = picture_frame(&picture);
    assert_status(ts_scanner_still(scanner, &frame, codes, 4, &count), TS_OK);
    assert_int_equal(count, 1);
    return codes[0].bytes;
}

static void
draw_alone(QRcode *code, uint32_t px)
{
    assert_non_null(code);
    picture_clear(&picture, picture_side(code, px), picture_side(code, px));
    picture_draw(&picture, code, 0, 0, px);
    QRcode_free(code);
}

/* Bytes a code holds: ISO/IEC 18004:2015 table 7, byte mode, levels L M Q H. */
static const int capacity[40][4] = {
    { 17, 14, 11, 7 },          { 32, 26, 20, 14 },         { 53, 42, 32, 24 },
    { 78, 62, 46, 34 },         { 106, 84, 60, 44 },        { 134, 106, 74, 58 },
    { 154, 122, 86, 64 },       { 192, 152, 108, 84 },      { 230, 180, 130, 98 },
    { 271, 213, 151, 119 },     { 321, 251, 177, 137 },     { 367, 287, 203, 155 },
    { 425, 331, 241, 177 },     { 458, 362, 258, 194 },     { 520, 412, 292, 220 },
    { 586, 450, 322, 250 },     { 644, 504, 364, 280 },     { 718, 560, 394, 310 },
    { 792, 624, 442, 338 },     { 858, 666, 482, 382 },     { 929, 711, 509, 403 },
    { 1003, 779, 565, 439 },    { 1091, 857, 611, 461 },    { 1171, 911, 661, 511 },
    { 1273, 997, 715, 535 },    { 1367, 1059, 751, 593 },   { 1465, 1125, 805, 625 },
    { 1528, 1190, 868, 658 },   { 1628, 1264, 908, 698 },   { 1732, 1370, 982, 742 },
    { 1840, 1452, 1030, 790 },  { 1952, 1538, 1112, 842 },  { 2068, 1628, 1168, 898 },
    { 2188, 1722, 1228, 958 },  { 2303, 1809, 1283, 983 },  { 2431, 1911, 1351, 1051 },
    { 2563, 1989, 1423, 1093 }, { 2699, 2099, 1499, 1139 }, { 2809, 2213, 1579, 1219 },
    { 2953, 2331, 1663, 1273 },
};

static void
every_version_and_level_is_read_whole(void **state)
{
    uint8_t bytes[2953];
    uint32_t noise = 1;
    for (int version = 1; version <= 40; version++) {
        for (int level = QR_ECLEVEL_L; level <= QR_ECLEVEL_H; level++) {
            char row[32];
            int len = capacity[version - 1][level];
            snprintf(row, sizeof(row), "version %d, level %d", version, level);
            ts_test_row(row);
            for (int i = 0; i < len; i++) {
                noise = noise * 1664525 + 1013904223;
                bytes[i] = (uint8_t)(noise >> 24);
            }
            QRcode *code = QRcode_encodeData(len, bytes, version, (QRecLevel)level);
            assert_non_null(code);
            assert_int_equal(code->version, version);
            draw_alone(code, 3 + (uint32_t)version % 2);
            assert_span_equal(only_code(*state), ((ts_span){ bytes, (size_t)len }));
        }
    }
}

static QRcode *
in_mode(QRencodeMode mode, ts_span bytes)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_L);
    assert_int_equal(QRinput_append(input, mode, (int)bytes.len, bytes.at), 0);
    QRcode *code = QRcode_encodeInput(input);
    QRinput_free(input);
    return code;
}

static void
the_fullest_codes_are_read_whole(void **state)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    uint8_t text[TS_CODE_TEXT_MAX];
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (uint8_t)('0' + i * 7 % 10);
    draw_alone(in_mode(QR_MODE_NUM, (ts_span){ text, 7089 }), 3);
    assert_span_equal(only_code(*state), ((ts_span){ text, 7089 }));
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (uint8_t)alphabet[i * 7 % (sizeof(alphabet) - 1)];
    draw_alone(in_mode(QR_MODE_AN, (ts_span){ text, 4296 }), 3);
    assert_span_equal(only_code(*state), ((ts_span){ text, 4296 }));
}

static const struct {
    const char *rule;
    const char *bytes;
    size_t len;
} byte_rows[] = {
#define BYTES(literal) literal, sizeof(literal) - 1
    { "a NUL alone", BYTES("\0") },
    { "NULs around and inside", BYTES("\0a\0\0b\0") },
    { "a line end", BYTES("a\r\n") },
    { "UTF-8", BYTES("Zo\xc3\xab \xe1\x90\x83") },
    { "a byte order mark", BYTES("\xef\xbb\xbfwas a mark") },
    { "ISO 8859-1 that is no UTF-8", BYTES("Zo\xeb") },
    { "bytes that look like Shift JIS", BYTES("\x82\xa0\x93\xfa\x96\x7b") },
    { "bytes that look like Big5", BYTES("\xa4\xa4\xa4\xe5") },
    { "zlib's beginning", BYTES("\x78\x9c\xbb\xd4\xe2\xff\x00\x80") },
    { "percent signs", BYTES("100%%25") },
    { "a group separator", BYTES("a\x1d"
                                 "b") },
};

static void
bytes_are_handed_on_as_they_are(void **state)
{
    for (size_t i = 0; i < TS_COUNT(byte_rows); i++) {
        ts_span bytes = { (const uint8_t *)byte_rows[i].bytes, byte_rows[i].len };
        ts_test_row(byte_rows[i].rule);
        draw_alone(in_mode(QR_MODE_8, bytes), 3);
        assert_span_equal(only_code(*state), bytes);
    }
}

static void
every_byte_value_survives(void **state)
{
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    draw_alone(in_mode(QR_MODE_8, TS_SPAN_OF(bytes)), 3);
    assert_span_equal(only_code(*state), TS_SPAN_OF(bytes));
}

static void
append(QRinput *input, QRencodeMode mode, ts_span bytes)
{
    assert_int_equal(QRinput_append(input, mode, (int)bytes.len, bytes.at), 0);
}

static void
segments_are_joined(void **state)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    append(input, QR_MODE_8, TS_SPAN_LIT("\xc3\xa9\xff"));
    append(input, QR_MODE_NUM, TS_SPAN_LIT("2026"));
    append(input, QR_MODE_8, TS_SPAN_LIT("\xe9\0"));
    append(input, QR_MODE_AN, TS_SPAN_LIT("A:B"));
    append(input, QR_MODE_KANJI, TS_SPAN_LIT("\x93\x5f"));
    draw_alone(QRcode_encodeInput(input), 3);
    QRinput_free(input);
    assert_span_equal(only_code(*state), TS_SPAN_LIT("\xc3\xa9\xff"
                                                     "2026\xe9\0A:B\x93\x5f"));
}

static const struct {
    const char *rule;
    unsigned eci;
    ts_span bytes, want; /* want: nothing when it is not to be read. */
} announced_rows[] = {
#define SPAN(literal)                                   \
    {                                                   \
        (const uint8_t *)(literal), sizeof(literal) - 1 \
    }
    { "UTF-8", 26, SPAN("caf\xc3\xa9"), SPAN("caf\xc3\xa9") },
    { "ISO 8859-1", 3, SPAN("caf\xe9"), SPAN("caf\xc3\xa9") },
    { "Shift JIS", 20, SPAN("\x82\xa0"), SPAN("\xe3\x81\x82") },
    { "bytes", 899, SPAN("\x82\xa0\xff"), SPAN("\x82\xa0\xff") },
    { "UTF-8 that is none", 26, SPAN("\xc3\xa9\xff"), { 0 } },
};

static void
announced_text_is_given_as_utf8(void **state)
{
    for (size_t i = 0; i < TS_COUNT(announced_rows); i++) {
        struct ts_code code = { 0 };
        size_t count = 99;
        QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
        ts_test_row(announced_rows[i].rule);
        assert_int_equal(QRinput_appendECIheader(input, announced_rows[i].eci), 0);
        append(input, QR_MODE_8, announced_rows[i].bytes);
        draw_alone(QRcode_encodeInput(input), 3);
        QRinput_free(input);
        struct ts_frame frame = picture_frame(&picture);
        assert_status(ts_scanner_still(*state, &frame, &code, 1, &count), TS_OK);
        assert_int_equal(count, announced_rows[i].want.len > 0);
        assert_span_equal(code.bytes, announced_rows[i].want);
    }
}

static QRcode *
text_code(const char *text)
{
    return QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
}

static void
all_codes_are_found_the_largest_first(void **state)
{
    static const struct {
        const char *text;
        uint32_t x, y, px;
    } drawn[] = {
        { "middle", 20, 30, 4 },
        { "smallest", 500, 40, 3 },
        { "largest", 300, 300, 8 },
    };
    static const char *const in_order[] = { "largest", "middle", "smallest" };
    struct ts_code codes[4];
    size_t count = 0;
    picture_clear(&picture, 900, 700);
    for (size_t i = 0; i < TS_COUNT(drawn); i++) {
        QRcode *code = text_code(drawn[i].text);
        picture_draw(&picture, code, drawn[i].x, drawn[i].y, drawn[i].px);
        QRcode_free(code);
    }
    struct ts_frame frame = picture_frame(&picture);
    for (size_t max = 0; max <= 4; max++) {
        assert_status(ts_scanner_still(*state, &frame, codes, max, &count), TS_OK);
        assert_int_equal(count, max < 3 ? max : 3);
        for (size_t i = 0; i < count; i++)
            assert_true(ts_span_is(codes[i].bytes, in_order[i]));
    }
}

static void
corners_are_around_the_code(void **state)
{
    enum { X = 200, Y = 100, PX = 5 };
    struct ts_code found;
    size_t count = 0;
    QRcode *code = text_code("where");
    int32_t left = X + QUIET_MODULES * PX;
    int32_t top = Y + QUIET_MODULES * PX;
    int32_t side = code->width * PX;
    picture_clear(&picture, 640, 480);
    picture_draw(&picture, code, X, Y, PX);
    QRcode_free(code);
    struct ts_frame frame = picture_frame(&picture);
    assert_status(ts_scanner_still(*state, &frame, &found, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    unsigned met = 0;
    for (size_t i = 0; i < 4; i++) {
        bool right = found.corners[i].x > left + side / 2;
        bool bottom = found.corners[i].y > top + side / 2;
        met |= 1u << (2 * right + bottom);
        assert_true(abs(found.corners[i].x - (left + side * right)) <= 2 * PX);
        assert_true(abs(found.corners[i].y - (top + side * bottom)) <= 2 * PX);
    }
    assert_int_equal(met, 15);
}

static void
a_packed_frame_is_read_like_one_with_gaps(void **state)
{
    static uint8_t packed[PICTURE_MAX * PICTURE_MAX];
    struct ts_code code;
    size_t count = 0;
    draw_alone(text_code("packed"), 3);
    struct ts_frame frame = picture_frame(&picture);
    for (size_t y = 0; y < frame.height; y++)
        memcpy(packed + y * frame.width, frame.grey + y * frame.stride, frame.width);
    frame.grey = packed;
    frame.stride = frame.width;
    assert_status(ts_scanner_still(*state, &frame, &code, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_true(ts_span_is(code.bytes, "packed"));
}

/* A code in two halves: only both together say something. */
static void
a_set_of_symbols_counts_when_it_is_whole(void **state)
{
    struct ts_code codes[4];
    size_t count = 99;
    QRinput_Struct *set = QRinput_Struct_new();
    QRinput *half[2];
    const char *text[2] = { "first half, ", "second half" };
    for (size_t i = 0; i < 2; i++) {
        half[i] = QRinput_new2(2, QR_ECLEVEL_L);
        QRinput_append(half[i], QR_MODE_8, (int)strlen(text[i]),
                       (const unsigned char *)text[i]);
        QRinput_Struct_appendInput(set, half[i]);
    }
    QRinput_Struct_insertStructuredAppendHeaders(set);
    QRcode_List *drawn = QRcode_encodeInputStructured(set);
    assert_non_null(drawn);
    picture_clear(&picture, 600, 300);
    struct ts_frame frame = picture_frame(&picture);
    picture_draw(&picture, drawn->code, 300, 20, 4);
    assert_status(ts_scanner_still(*state, &frame, codes, 4, &count), TS_OK);
    assert_int_equal(count, 0);
    picture_draw(&picture, drawn->next->code, 20, 20, 4);
    assert_status(ts_scanner_still(*state, &frame, codes, 4, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_true(ts_span_is(codes[0].bytes, "first half, second half"));
    QRcode_List_free(drawn);
    QRinput_Struct_free(set);
}

/* 3000 finder patterns, and one code. */
static void
a_code_beside_a_field_of_finders_is_read(void **state)
{
    enum { MODULE = 2, PITCH = 9 * MODULE };
    struct ts_code found;
    size_t count = 0;
    picture_clear(&picture, 1024, 1024);
    for (uint32_t y = 330; y + PITCH < 1024; y++)
        for (uint32_t x = 0; x < 1020; x++) {
            int dx = abs((int)(x % PITCH / MODULE) - 4);
            int dy = abs((int)((y - 330) % PITCH / MODULE) - 4);
            int far = dx > dy ? dx : dy;
            if (far < 4 && far != 2)
                picture.grey[y * PICTURE_MAX + x] = 0;
        }
    QRcode *code = text_code("beside");
    picture_draw(&picture, code, 20, 10, 9);
    QRcode_free(code);
    struct ts_frame frame = picture_frame(&picture);
    assert_status(ts_scanner_still(*state, &frame, &found, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_true(ts_span_is(found.bytes, "beside"));
}

static void
a_code_that_is_turned_bent_and_blurred_is_read(void **state)
{
    static const int versions[] = { 5, 12, 20, 28 };
    for (size_t i = 0; i < TS_COUNT(versions); i++) {
        struct shot shot = { .bend = 10, .blur = 1, .shadow = 0.5 };
        QRcode *code = shot_code(versions[i]);
        picture_clear(&picture, 1000, 800);
        shot_place(&shot, &picture, code->width * 3.5, 33);
        shot_take(&picture, code, &shot);
        QRcode_free(code);
        ts_span bytes = only_code(*state);
        assert_int_equal(bytes.len, versions[i] * versions[i] + 8 * versions[i]);
    }
}

static void
frames_of_any_size_are_looked_at_safely(void **state)
{
    static uint8_t noise[64 * 64];
    struct ts_code codes[4];
    uint32_t random = 7;
    for (size_t i = 0; i < sizeof(noise); i++) {
        random = random * 1664525 + 1013904223;
        noise[i] = (uint8_t)(random >> 24);
    }
    for (uint32_t width = 0; width <= 64; width += 1) {
        for (uint32_t height = 0; height <= 64; height += 7) {
            size_t count = 99;
            uint8_t *exact =
                ts_test_exact_copy((ts_span){ noise, (size_t)width * height });
            struct ts_frame frame = {
                .grey = exact, .width = width, .height = height, .stride = width
            };
            assert_status(ts_scanner_still(*state, &frame, codes, 4, &count), TS_OK);
            assert_int_equal(count, 0);
            free(exact);
        }
    }
}

static void
a_frame_past_the_limit_is_refused(void **state)
{
    size_t count = 99;
    struct ts_frame frame = { .width = TS_FRAME_WIDTH_MAX + 1, .height = 30 };
    assert_status(ts_scanner_still(*state, &frame, NULL, 0, &count), TS_OVER_LIMIT);
    frame = (struct ts_frame){ .width = 30, .height = TS_FRAME_HEIGHT_MAX + 1 };
    assert_status(ts_scanner_still(*state, &frame, NULL, 0, &count), TS_OVER_LIMIT);
    assert_int_equal(count, 99);
    ts_scanner_close(NULL);
}

int
main(void)
{
#define SCANNING(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        SCANNING(every_version_and_level_is_read_whole),
        SCANNING(the_fullest_codes_are_read_whole),
        SCANNING(bytes_are_handed_on_as_they_are),
        SCANNING(every_byte_value_survives),
        SCANNING(segments_are_joined),
        SCANNING(announced_text_is_given_as_utf8),
        SCANNING(all_codes_are_found_the_largest_first),
        SCANNING(corners_are_around_the_code),
        SCANNING(a_packed_frame_is_read_like_one_with_gaps),
        SCANNING(a_set_of_symbols_counts_when_it_is_whole),
        SCANNING(a_code_beside_a_field_of_finders_is_read),
        SCANNING(a_code_that_is_turned_bent_and_blurred_is_read),
        SCANNING(frames_of_any_size_are_looked_at_safely),
        SCANNING(a_frame_past_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
