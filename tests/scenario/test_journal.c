#include "keys/authority/qr_picture.h"
#include "kiosk/journal/journal.h"
#include "kiosk/receipt/receipt.h"

#include <sys/stat.h>

/* What a kiosk leaves behind, and the program in the hands of the office, the steward and
 * somebody who asks what is known about them. */

/* 2026-05-12T08:30:00Z */
static const ts_utc NOW = { 1778574600 };
static const char CARD[] = "urn:uuid:8f1c5b5e-7a0f-4f0e-b6d4-0d9d7d1b7c11";

static char folder[] = "/tmp/ts-journal-program-XXXXXX";
#include "tests/scenario/touchstone.h"

static struct ts_arena arena;
static struct ts_kiosk_key key;

static void
assert_silent_about(const char *words)
{
    if (strstr(output, words))
        fail_msg("\"%s\" in:\n%s", words, output);
}

static ts_span
read_file(const char *name)
{
    char path[128];
    ts_span bytes;
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_true(ts_test_read_file(&arena, &bytes, path));
    return bytes;
}

static void
write_receipts(void)
{
    struct ts_receipt receipt = {
        .time = NOW,
        .profile = TS_SPAN_LIT("gate"),
        .verdict = 2,
        .reason = 18,
        .let_in = true,
        .epoch = 17,
        .site = TS_SPAN_LIT("North\x1b[2J gate"),
    };
    char changed[TS_RECEIPT_TEXT_MAX + 1];
    ts_span text;
    ts_span png;
    struct ts_qr qr;
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_OK);
    write_bytes("receipt.txt", text);
    assert_status(ts_qr_encode(&arena, &qr, text), TS_OK);
    assert_status(ts_qr_png(&arena, &png, &qr), TS_OK);
    write_bytes("receipt.png", png);
    memcpy(changed, text.at, text.len);
    changed[text.len - 20] = changed[text.len - 20] == '0' ? '1' : '0';
    write_bytes("forged.txt", (ts_span){ (const uint8_t *)changed, text.len });
    write_bytes("other.txt", TS_SPAN_LIT("HC1:NCFOXN"));
}

static void
write_journal(const char *name, enum ts_journal_mode mode)
{
    char path[128];
    struct ts_journal *journal;
    enum ts_journal_found found;
    enum ts_roll_sign done;
    struct ts_journal_options options = { path, mode, TS_JOURNAL_DAYS };
    struct ts_journal_entry entry = { TS_SPAN_LIT("=gate"), 1, 24, NOW,
                                      ts_span_text(CARD) };
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_status(ts_journal_open_mode(&journal, &found, &options, NOW), TS_OK);
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    entry.given.s -= 86400;
    entry.verdict = 3;
    entry.reason = 10;
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    if (mode == TS_JOURNAL_ROLL)
        assert_status(ts_roll_pass(journal, &done, ts_span_text(CARD),
                                   TS_SPAN_LIT("Aputik Nowdlak"), NOW),
                      TS_OK);
    ts_journal_close(journal);
}

static int
set_up(void **state)
{
    (void)state;
    struct ts_store *store;
    char path[128];
    arena = ts_test_arena(4 << 20);
    assert_non_null(mkdtemp(folder));
    write_bytes("leaks", TS_SPAN_LIT("leak:libfontconfig\n")); /* which frees nothing */
    ends(0, "kiosk-key state --make");
    ends(0, "kiosk-key elsewhere --make");
    snprintf(path, sizeof(path), "%s/state", folder);
    assert_status(ts_store_open(&store, path, false), TS_OK);
    assert_status(ts_kiosk_key_read(&arena, &key, store), TS_OK);
    ts_store_close(store);
    write_receipts();
    write_journal("counts.db", TS_JOURNAL_COUNTS);
    write_journal("proof.db", TS_JOURNAL_PROOF);
    write_journal("roll.db", TS_JOURNAL_ROLL);
    write_bytes("passphrase", TS_SPAN_LIT("gold and slate\n"));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-journal-program-", 24);
    ts_test_arena_free(&arena);
    return system(command);
}

/* Keeps the key of a state folder as an office would. */
static void
keep_key(const char *state, const char *file)
{
    char command[128];
    snprintf(command, sizeof(command), "kiosk-key %s", state);
    ends(0, command);
    write_bytes(file, ts_span_text(output));
}

static void
a_kiosk_says_its_key(void **state)
{
    (void)state;
    ends(0, "kiosk-key state");
    assert_says("did:key:z6Mk");
    ts_span did;
    struct ts_public_key own = ts_secret_key_public(&key.secret);
    assert_status(ts_kiosk_key_did(&arena, &did, &own), TS_OK);
    assert_memory_equal(output, did.at, did.len);
    ends(0, "kiosk-key state --jwk");
    assert_says("\"crv\":\"Ed25519\"");
    assert_silent_about("\"d\"");
    ends(65, "kiosk-key nowhere");
    ends(64, "kiosk-key");
    ends(0, "kiosk-key --help");
    assert_says("usage: touchstone kiosk-key");
    ts_test_row("what is damaged is told, and made anew only when that is asked for");
    mkdir(strcat(strcpy(output, folder), "/damaged"), 0700);
    write_bytes("damaged/kiosk-key.json", TS_SPAN_LIT("{"));
    ends(65, "kiosk-key damaged");
    ends(0, "kiosk-key damaged --make");
    assert_says("was damaged");
    ends(0, "kiosk-key damaged");
}

static void
receipts_are_told_apart(void **state)
{
    (void)state;
    keep_key("state", "gate.key");
    keep_key("elsewhere", "other.key");
    const char *files[] = { "receipt.txt", "receipt.png" };
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        char command[128];
        ts_test_row(files[i]);
        snprintf(command, sizeof(command), "verify-receipt --key gate.key %s", files[i]);
        ends(0, command);
        assert_says("genuine");
        assert_says("2026-05-12T08:30:00Z");
        assert_says("NOT_YET (18 MISSING), let in by a supervisor");
        assert_says("North?[2J gate");
        assert_says("version 17");
    }
    ts_test_row("from standard input");
    ends(0, "verify-receipt --key gate.key - <receipt.txt");
    ends(0, "verify-receipt --key other.key --key gate.key --json receipt.txt");
    assert_says("{\"result\":\"genuine\",\"kiosk\":\"gate.key\",");
    assert_says("\"letIn\":true");
    ts_test_row("of another kiosk");
    ends(30, "verify-receipt --key other.key receipt.png");
    assert_silent_about("2026");
    ends(30, "verify-receipt receipt.txt --json");
    assert_says("{\"result\":\"unknown-kiosk\"}");
    ts_test_row("changed");
    ends(20, "verify-receipt --key gate.key forged.txt");
    assert_silent_about("2026");
    ts_test_row("no receipt, no key, no file");
    ends(65, "verify-receipt --key gate.key other.txt");
    ends(65, "verify-receipt --key other.txt receipt.txt");
    ends(65, "verify-receipt --key gate.key nothing.txt");
    ends(64, "verify-receipt");
    ends(0, "verify-receipt --help");
}

static void
a_folder_of_keys_is_enough(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof(path), "%s/kiosks", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    keep_key("elsewhere", "kiosks/camp.key");
    ends(30, "verify-receipt --keys kiosks receipt.txt");
    keep_key("state", "kiosks/gate.key");
    write_bytes("kiosks/README", TS_SPAN_LIT("the keys of our kiosks"));
    ends(0, "verify-receipt --keys kiosks receipt.txt");
    assert_says("README: is no kiosk's key");
    assert_says("kiosk    gate.key");
    ends(65, "verify-receipt --keys nowhere receipt.txt");
}

static void
a_journal_is_read(void **state)
{
    (void)state;
    ends(0, "journal read counts.db");
    assert_says("what,hour,profile,verdict,reason,count\r\n"
                "verdict,2026-05-11T08:00:00Z,'=gate,STOP,WITHDRAWN,1\r\n"
                "verdict,2026-05-12T08:00:00Z,'=gate,READY,ALL_PROVEN,1\r\n");
    ends(0, "journal read counts.db --jsonl --fields hour,count --from 2026-05-12");
    assert_says("{\"hour\":\"2026-05-12T08:00:00Z\",\"count\":1}\n");
    assert_silent_about("05-11");
    ends(0, "journal read roll.db");
    assert_silent_about("Nowdlak");
    ends(0, "journal read roll.db --fields label,hour");
    assert_says("Aputik Nowdlak,2026-05-12T08:30:00Z");
    ends(64, "journal read counts.db --fields name");
    ends(64, "journal read counts.db --from yesterday");
    ends(64, "journal read counts.db --csv --jsonl");
    ends(65, "journal read receipt.png");
    ends(65, "journal read nothing.db");
    ends(64, "journal");
    ends(0, "journal --help");
    assert_says("touchstone journal open");
}

static void
somebody_is_told_what_is_known(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof(command), "journal about counts.db --id %s", CARD);
    ends(0, command);
    assert_says("log mode: counts");
    assert_says("nothing is kept");
    snprintf(command, sizeof(command), "journal about proof.db --id %s", CARD);
    ends(0, command);
    assert_says("in the hour of 2026-05-12T08:00:00Z: READY (ALL_PROVEN)");
    assert_says("in the hour of 2026-05-11T08:00:00Z: STOP (WITHDRAWN)");
    ends(0, "journal about proof.db --id urn:uuid:0");
    assert_says("nothing is kept");
    snprintf(command, sizeof(command), "journal about roll.db --id %s", CARD);
    ends(0, command);
    assert_says("on the roll as \"Aputik Nowdlak\": came 2026-05-12T08:30:00Z, on site");
    ends(64, "journal about roll.db");
    ends(64, "journal about roll.db --id a --card b --trust c");
    ends(64, "journal about roll.db --card b");
}

/* The credential that is made here has an id of its own, which the kiosk would journal.
 */
static void
a_card_that_is_held_out_tells_whose_rows(void **state)
{
    (void)state;
    struct ts_journal *journal;
    enum ts_journal_found found;
    char path[128];
    char id[128];
    struct ts_journal_options options = { path, TS_JOURNAL_PROOF, TS_JOURNAL_DAYS };
    write_bytes("people.csv",
                TS_SPAN_LIT("name,achievement\nAputik Nowdlak,H2S Alive\n"));
    ends(0, "authority init authority");
    ends(0, "issuer init issuer --id did:web:college.example --name College");
    ends(0, "authority add-issuer authority --did did:web:college.example "
            "--did-document issuer/did.json --name en=College");
    ends(0, "authority publish authority --out lists");
    ends(0, "issue --issuer issuer people.csv --out badges");
    const char *at = strstr(output, "urn:uuid:");
    assert_non_null(at);
    snprintf(id, sizeof(id), "%.45s", at);
    struct ts_journal_entry entry = { TS_SPAN_LIT("gate"), 1, 24, NOW, ts_span_text(id) };
    snprintf(path, sizeof(path), "%s/held.db", folder);
    assert_status(ts_journal_open_mode(&journal, &found, &options, NOW), TS_OK);
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    ts_journal_close(journal);
    ends(0, "journal about held.db --card badges/aputik-nowdlak.png --trust lists");
    assert_says("2026-05-12T08:00:00Z: READY");
    ends(0, "journal about counts.db --card badges/aputik-nowdlak.txt --trust lists");
    assert_says("nothing is kept");
    ts_test_row("a card whose proof does not hold has no id");
    ends(65, "journal about held.db --card other.txt --trust lists");
    assert_says("its proof does not hold");
    ends(65, "journal about held.db --card nothing.txt --trust lists");
}

#define EXPORT \
    "journal export proof.db --key state/kiosk-key.json --out export.tsje --to "

static void
a_journal_goes_to_its_steward_alone(void **state)
{
    (void)state;
    keep_key("state", "gate.key");
    keep_key("elsewhere", "other.key");
    ends(0, "journal keygen --out steward --passphrase-file passphrase");
    ends(0, "journal keygen --out nosy");
    ends(73, "journal keygen --out steward");
    ends(64, "journal keygen");
    ends(0, EXPORT "steward.pub --fields what,card,verdict --from 2026-05-12");
    assert_says("2 rows, signed and sealed");
    ts_test_row("by the steward");
    ends(0, "journal open export.tsje --key steward.key --passphrase-file passphrase "
            "--kiosk gate.key");
    assert_says("log mode proof, from 2026-05-12T00:00:00Z to its end, 2 rows");
    assert_says("what,card,verdict\r\nverdict,,READY\r\ncard,");
    ends(0, "journal open export.tsje --key steward.key --passphrase-file passphrase");
    assert_says("signed by did:key:z6Mk");
    ts_test_row("of a kiosk that the steward does not expect");
    ends(30, "journal open export.tsje --key steward.key --passphrase-file passphrase "
             "--kiosk other.key");
    assert_silent_about("READY");
    ts_test_row("without the passphrase, and by somebody else");
    ends(65, "journal open export.tsje --key steward.key");
    ends(65, "journal open export.tsje --key nosy.key");
    assert_says("sealed to another steward");
    ends(65, "journal open export.tsje --key state/kiosk-key.json");
    ts_test_row("changed on the way");
    ts_span file = read_file("export.tsje");
    uint8_t *copy = ts_test_exact_copy(file);
    copy[file.len / 2] ^= 1;
    write_bytes("changed.tsje", (ts_span){ copy, file.len });
    free(copy);
    ends(20, "journal open changed.tsje --key steward.key --passphrase-file passphrase");
    assert_says("FORMAT.md 12.2");
    ts_test_row("what makes no export");
    ends(65, EXPORT "steward.key");
    ends(65,
         "journal export proof.db --key steward.key --out export.tsje --to steward.pub");
    ends(64, "journal export proof.db --out export.tsje");
    ends(73, "journal export proof.db --key state/kiosk-key.json --to steward.pub --out "
             "nowhere/export.tsje");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_says_its_key),
        cmocka_unit_test(receipts_are_told_apart),
        cmocka_unit_test(a_folder_of_keys_is_enough),
        cmocka_unit_test(a_journal_is_read),
        cmocka_unit_test(somebody_is_told_what_is_known),
        cmocka_unit_test(a_card_that_is_held_out_tells_whose_rows),
        cmocka_unit_test(a_journal_goes_to_its_steward_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
