#include "kiosk/command/doctor.h"

#include "firmware/base/utf8.h"
#include "keys/codec/json_writer.h"

#include <stdarg.h>
#include <stdio.h>

enum { WHAT_SIZE = 1024, LINE_SIZE = 4096 };

static const char *
name_of(enum ts_doctor_level level)
{
    switch (level) {
    case TS_DOCTOR_OK: return "ok";
    case TS_DOCTOR_ATTENTION: return "attention";
    case TS_DOCTOR_BROKEN: break;
    }
    return "broken";
}

static void
write_member(struct ts_writer *w, const char *name, const char *text)
{
    ts_span all = ts_span_text(text);
    ts_json_write_name(w, name);
    /* A device may call itself anything. */
    ts_json_write_string(w, ts_utf8_valid(all) ? all : TS_SPAN_LIT("(not text)"));
}

static void
say_json(const struct ts_doctor *doctor, const char *level, const char *about,
         const char *next, const char *what)
{
    uint8_t line[LINE_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(line));
    ts_write_text(&w, doctor->said ? ",\n  {" : "[\n  {");
    write_member(&w, "level", level);
    ts_write_text(&w, ",");
    write_member(&w, "about", about);
    ts_write_text(&w, ",");
    write_member(&w, "what", what);
    if (next) {
        ts_write_text(&w, ",");
        write_member(&w, "next", next);
    }
    ts_write_text(&w, "}");
    TS_CHECK(!w.full);
    fwrite(line, 1, w.used, stdout);
}

void
ts_doctor_say(struct ts_doctor *doctor, enum ts_doctor_level level, const char *about,
              const char *next, const char *format, ...)
{
    char what[WHAT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    if (doctor->json)
        say_json(doctor, name_of(level), about, next, what);
    else
        printf("%-9s %-10s %s\n", name_of(level), about, what);
    if (next && !doctor->json)
        printf("%20s -> %s\n", "", next);
    doctor->said++;
    doctor->broken += level == TS_DOCTOR_BROKEN;
}

void
ts_doctor_end(struct ts_doctor *doctor)
{
    if (doctor->json)
        puts(doctor->said ? "\n]" : "[]");
}
