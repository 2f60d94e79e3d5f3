#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "keys/trust/floors.h"
#include "keys/trust/trust.h"
#include "kiosk/command/doctor.h"
#include "kiosk/command/report.h"
#include "kiosk/verdict/now.h"

#include <stdio.h>

#define SYNC "run touchstone-sync, or bring newer lists on a stick"

enum { DAY_S = 86400 };

static void
describe_age(struct ts_doctor *doctor, const struct ts_trust *trust)
{
    char expires[TS_UTC_TEXT_SIZE];
    ts_utc now = ts_clock_utc();
    ts_utc_format(expires, trust->expires);
    if (now.s > trust->expires.s)
        ts_doctor_say(
            doctor, TS_DOCTOR_ATTENTION, "lists", SYNC,
            "newer ones were due by %s: whom they withdraw is let in until then",
            expires);
    else
        ts_doctor_say(
            doctor, TS_DOCTOR_OK, "lists", NULL, "%lld days old, newer ones due by %s",
            now.s > trust->issued.s ? (long long)(now.s - trust->issued.s) / DAY_S : 0LL,
            expires);
}

static void
describe_lists(struct ts_doctor *doctor, const struct ts_trust *trust)
{
    char issued[TS_UTC_TEXT_SIZE];
    if (trust->epoch == 0) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lists", SYNC,
                      "the folder waits for its first lists");
        return;
    }
    ts_utc_format(issued, trust->issued);
    ts_doctor_say(doctor, TS_DOCTOR_OK, "lists", NULL,
                  "epoch %llu, signed %s: %zu issuers, %zu status lists",
                  (unsigned long long)trust->epoch, issued, trust->issuers.count,
                  ts_trust_list_count(trust));
    describe_age(doctor, trust);
    for (size_t i = 0; i < trust->problem_count; i++)
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lists", SYNC, "left out: %.*s %s",
                      TS_SPAN_ARG(trust->problems[i].what),
                      ts_status_words(trust->problems[i].fault.status));
    for (size_t i = 0; i < trust->status_list_count; i++)
        if (trust->status_lists[i].is_small)
            ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "lists", NULL,
                          "%.*s: few entries: who is meant may be guessed",
                          TS_SPAN_ARG(trust->status_lists[i].url));
}

void
ts_doctor_lists(struct ts_doctor *doctor)
{
    struct ts_store *store;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    const char *dir = ts_config_text(&doctor->config, TS_SETTING_TRUST);
    if (!dir) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lists", "set trust",
                      "none were named: nobody can be READY");
        return;
    }
    struct ts_arena arena = ts_command_memory(TS_TRUST_ARENA_SIZE);
    enum ts_status status = ts_store_open(&store, dir, false);
    if (status == TS_OK) {
        status = ts_trust_load(&arena, &trust, store, &fault);
        ts_store_close(store);
    }
    if (status != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lists", SYNC, "%s %s%s%s", dir,
                      ts_status_words(status), fault.rule ? ": " : "",
                      fault.rule ? fault.rule : "");
        return;
    }
    describe_lists(doctor, &trust);
    doctor->issued = trust.issued;
    doctor->root_version = trust.root_version;
}

/* What the kiosk kept; without it what the program and the lists say. */
static ts_utc
find_floor(struct ts_doctor *doctor)
{
    struct ts_store *store = NULL;
    const char *dir = ts_config_text(&doctor->config, TS_SETTING_STATE);
    enum ts_status status = dir ? ts_store_open(&store, dir, false) : TS_OK;
    if (status == TS_ABSENT)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "clock",
                      "the kiosk makes it at its first start",
                      "%s, where the time is kept, is not there", dir);
    else if (status != TS_OK)
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "clock",
                      "let this user read and write the folder",
                      "nothing can be read in %s, where the time is kept", dir);
    struct ts_floors floors = ts_floors_load(store);
    if (store)
        ts_store_close(store);
    if (floors.is_damaged)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "clock",
                      "look at the medium: a power cut alone does not do that",
                      "a damaged file was passed over where the time is kept");
    ts_floors_accept(&floors, doctor->issued, doctor->root_version);
    return ts_floors_time(&floors);
}

void
ts_doctor_clock(struct ts_doctor *doctor)
{
    char now[TS_UTC_TEXT_SIZE];
    char past[TS_UTC_TEXT_SIZE];
    ts_utc floor = find_floor(doctor);
    ts_utc utc = ts_clock_utc();
    bool is_kept = ts_config_flag(&doctor->config, TS_SETTING_CLOCK_KEPT);
    bool is_vouched = ts_clock_is_synchronised();
    ts_utc_format(now, utc);
    ts_utc_format(past, floor);
    switch (ts_now_judge(utc, is_vouched || is_kept, floor).clock) {
    case TS_CLOCK_TRUSTED:
        ts_doctor_say(doctor, TS_DOCTOR_OK, "clock", NULL,
                      "%s: trusted, as %s (not before %s)", now,
                      is_vouched ? "network time or a battery clock says so"
                                 : "clock_kept says so",
                      past);
        return;
    case TS_CLOCK_FLOOR_ONLY:
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "clock",
                      "connect it once, add a battery clock, or keep it right by hand "
                      "and set clock_kept",
                      "%s: neither network time since the start nor a battery clock says "
                      "so: no date is judged by it (not before %s)",
                      now, past);
        return;
    case TS_CLOCK_IMPLAUSIBLE: break;
    }
    ts_doctor_say(
        doctor, TS_DOCTOR_BROKEN, "clock", "set the clock", "%s: %s (not before %s)", now,
        utc.s < floor.s ? "wrong, it is later for certain" : "absurdly late", past);
}
