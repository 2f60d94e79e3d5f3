#include "keys/trust/root_words.h"
#include "kiosk/command/command.h"
#include "kiosk/command/enrolling.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/enrol/enrolment.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: touchstone enrol REPO --out STICK [--config FILE] [--site-name TEXT]\n"
    "                  [--contact TEXT] [--language CODE] [--profile NAME]\n"
    "                  [--set KEY=VALUE]... [--mirror URL]... [--steward-key FILE]\n"
    "                  [--telemetry DIR]\n"
    "\n"
    "Makes what a new kiosk begins with: the lists of a published repository, the\n"
    "settings of its place, where it finds newer lists. STICK is the top of a USB stick, "
    "or\n"
    "the folder \"touchstone\" on the first partition of a card. Prints the six words of "
    "the\n"
    "authority's root: write them on the paper that goes with the kiosk, not on the "
    "stick;\n"
    "whoever switches it on compares them.\n"
    "\n"
    "  --config         a kiosk.conf with what the machine does not say itself\n"
    "  --site-name, --contact, --language, --profile, --set\n"
    "                   single settings of it\n"
    "  --mirror         where touchstone-sync finds newer lists\n"
    "  --steward-key    the public key of whoever opens exports of the journal\n"
    "  --telemetry      folder with telemetry.conf, ca.pem, cert.pem and key.pem, as\n"
    "                   deploy/fleet makes it\n";

struct wishes {
    const char *out, *config, *site_name, *contact, *language, *profile, *steward_key,
        *telemetry;
    struct ts_option_values set, mirrors;
};

static void
write_setting(struct ts_writer *w, const char *key, const char *value)
{
    if (!value)
        return;
    ts_write_text(w, key);
    ts_write_text(w, " = ");
    ts_write_text(w, value);
    ts_write_u8(w, '\n');
}

/* A value with a line's end in it would be two settings. */
static bool
is_line(const char *text)
{
    return !text || (!strchr(text, '\n') && !strchr(text, '\r'));
}

static bool
write_wishes(struct ts_writer *w, const struct wishes *o)
{
    const char *const texts[] = { o->site_name, o->contact, o->language, o->profile };
    static const char *const keys[] = { "site_name", "contact", "language", "profile" };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        if (!is_line(texts[i]))
            return false;
        write_setting(w, keys[i], texts[i]);
    }
    for (size_t i = 0; i < o->set.count; i++) {
        if (!is_line(o->set.items[i]) || !strchr(o->set.items[i], '='))
            return false;
        ts_write_text(w, o->set.items[i]);
        ts_write_u8(w, '\n');
    }
    return true;
}

static bool
compose_conf(struct ts_arena *arena, ts_span *conf, const struct wishes *o)
{
    ts_span file = { 0 };
    if (o->config && !ts_input_read(arena, &file, o->config, TS_ENROLMENT_FILE_MAX))
        return false;
    uint8_t *room = ts_arena_take(arena, (size_t)2 * TS_ENROLMENT_FILE_MAX);
    struct ts_writer w =
        ts_writer_over((ts_room){ room, room ? 2 * TS_ENROLMENT_FILE_MAX : 0 });
    ts_write_bytes(&w, file);
    if (file.len && file.at[file.len - 1] != '\n')
        ts_write_u8(&w, '\n');
    if (!write_wishes(&w, o)) {
        ts_report("a setting is one line, KEY=VALUE");
        return false;
    }
    return ts_writer_end(&w, conf) == TS_OK;
}

static bool
compose_mirrors(struct ts_arena *arena, ts_span *mirrors, const struct wishes *o)
{
    uint8_t *room = ts_arena_take(arena, TS_ENROLMENT_FILE_MAX);
    struct ts_writer w =
        ts_writer_over((ts_room){ room, room ? TS_ENROLMENT_FILE_MAX : 0 });
    for (size_t i = 0; i < o->mirrors.count; i++) {
        ts_write_text(&w, o->mirrors.items[i]);
        ts_write_u8(&w, '\n');
    }
    return ts_writer_end(&w, mirrors) == TS_OK;
}

static bool
read_telemetry(struct ts_arena *arena, struct ts_enrolment *e, const char *folder)
{
    static const struct {
        enum ts_enrolment_file file;
        const char *name;
    } parts[] = { { TS_ENROLMENT_TELEMETRY_CONF, "telemetry.conf" },
                  { TS_ENROLMENT_TELEMETRY_CA, "ca.pem" },
                  { TS_ENROLMENT_TELEMETRY_CERT, "cert.pem" },
                  { TS_ENROLMENT_TELEMETRY_KEY, "key.pem" } };
    for (size_t i = 0; folder && i < TS_COUNT(parts); i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", folder, parts[i].name);
        if (!ts_input_read(arena, &e->contents[parts[i].file], path,
                           TS_ENROLMENT_FILE_MAX))
            return false;
    }
    return true;
}

static bool
compose(struct ts_arena *arena, struct ts_enrolment *e, const struct wishes *o)
{
    return compose_conf(arena, &e->contents[TS_ENROLMENT_KIOSK_CONF], o)
           && compose_mirrors(arena, &e->contents[TS_ENROLMENT_MIRRORS], o)
           && (!o->steward_key
               || ts_input_read(arena, &e->contents[TS_ENROLMENT_STEWARD], o->steward_key,
                                TS_ENROLMENT_FILE_MAX))
           && read_telemetry(arena, e, o->telemetry);
}

static int
make(struct ts_arena *arena, struct ts_enrolment *e, const char *from, const char *out)
{
    struct ts_store *repo;
    struct ts_store *stick;
    struct ts_bundle bundle;
    struct ts_fault fault = { 0 };
    if (ts_store_open(&repo, from, false) != TS_OK) {
        ts_report("%s: is no folder", from);
        return TS_EXIT_DATA;
    }
    if (ts_store_open(&stick, out, true) != TS_OK) {
        ts_store_close(repo);
        ts_report("%s: the folder cannot be made", out);
        return TS_EXIT_CANNOT_WRITE;
    }
    enum ts_status status =
        ts_enrolment_make(arena, e, &bundle, (struct ts_enrolment_stores){ repo, stick },
                          ts_enrolling_ear(out), &fault);
    ts_store_close(stick);
    ts_store_close(repo);
    if (status != TS_OK) {
        ts_report("%s or %s: %s: %s", from, out, fault.rule ? fault.rule : "enrolment",
                  ts_status_words(status));
        return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
    }
    printf("version %llu in %s: %zu files of lists, and the settings of one kiosk\n",
           (unsigned long long)bundle.epoch, out, bundle.files);
    return ts_print_root_words(e->manifest.root_fingerprint, NULL);
}

int
ts_command_enrol(int argc, char **argv)
{
    struct wishes o = { 0 };
    struct ts_operands operands = { 0 };
    struct ts_enrolment e = { 0 };
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--out", .value = &o.out },
        { .name = "--config", .value = &o.config },
        { .name = "--site-name", .value = &o.site_name },
        { .name = "--contact", .value = &o.contact },
        { .name = "--language", .value = &o.language },
        { .name = "--profile", .value = &o.profile },
        { .name = "--set", .values = &o.set },
        { .name = "--mirror", .values = &o.mirrors },
        { .name = "--steward-key", .value = &o.steward_key },
        { .name = "--telemetry", .value = &o.telemetry },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (read && help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!read || operands.count != 1 || !o.out) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    if (!compose(&arena, &e, &o))
        return TS_EXIT_DATA;
    return make(&arena, &e, operands.items[0], o.out);
}
