#include "kiosk/config/settings.h"

#include "firmware/base/check.h"

#include <stdio.h>

static const struct ts_setting_about SETTINGS[TS_SETTING_COUNT] = {
    [TS_SETTING_SITE_NAME] = { .key = "site_name",
                               .most = 80,
                               .example = "Mine road gate",
                               .heading = "The site",
                               .help = "Name of this gate, as the start screen, receipts "
                                       "and exports of the journal show it." },
    [TS_SETTING_CONTACT] = { .key = "contact",
                             .most = 120,
                             .example = "Site office, 867 555 0100",
                             .help = "Whom to call; shown on the out-of-order screen." },
    [TS_SETTING_TRUST] = { .key = "trust",
                           .kind = TS_SETTING_PATH,
                           .example = "/var/lib/touchstone/trust",
                           .heading = "Whom we believe",
                           .help = "Folder with the signed lists, which touchstone-sync "
                                   "keeps fresh. Without it nobody can be READY." },
    [TS_SETTING_STATE] = { .key = "state",
                           .kind = TS_SETTING_PATH,
                           .example = "/var/lib/touchstone/state",
                           .help = "Folder where the kiosk keeps how late it is for "
                                   "certain, for a clock that is wrong, and its own key. "
                                   "Made when absent." },
    [TS_SETTING_CONFIRM_ROOT] = { .key = "confirm_root",
                                  .kind = TS_SETTING_FLAG,
                                  .initial = "yes",
                                  .help =
                                      "At first start six words are shown, to be "
                                      "compared "
                                      "with the paper that came with the kiosk; until "
                                      "then nobody is believed, and later no other "
                                      "authority without the PIN. Needs trust and "
                                      "state." },
    [TS_SETTING_ENROLLED] = { .key = "enrolled",
                              .kind = TS_SETTING_PATH,
                              .example = "/var/lib/touchstone/enrolled",
                              .help = "Folder that 'touchstone import-enrolment' made of "
                                      "a stick. What its kiosk.conf says wins over this "
                                      "file; it need not be there." },
    [TS_SETTING_STATUS_DIR] = { .key = "status_dir",
                                .kind = TS_SETTING_PATH,
                                .example = "/run/touchstone",
                                .help = "Folder where the kiosk writes how it does, for "
                                        "'touchstone status'; in memory, since it is "
                                        "written every 10 seconds." },
    [TS_SETTING_CLOCK_KEPT] = { .key = "clock_kept",
                                .kind = TS_SETTING_FLAG,
                                .initial = "no",
                                .help =
                                    "Say yes where somebody keeps the clock right though "
                                    "neither network time nor a battery clock does." },
    [TS_SETTING_PROFILE] = { .key = "profile",
                             .most = 255,
                             .example = "site-access",
                             .help =
                                 "What the job asks: the name of a job profile of the "
                                 "lists, or a file (with / or . in it). Without one "
                                 "any believed card is READY." },
    [TS_SETTING_CAMERA] = { .key = "camera",
                            .kind = TS_SETTING_SOURCE,
                            .words = { "v4l2:", "pipe:", "files:" },
                            .initial = "v4l2:",
                            .heading = "What it sees and shows besides the screen",
                            .help = "v4l2:[DEVICE][,WxH], pipe:WxH,FORMAT,COMMAND or "
                                    "files:PATH[,SECONDS]. v4l2: alone is the first "
                                    "camera there is." },
    [TS_SETTING_MIRRORED] = { .key = "mirrored",
                              .kind = TS_SETTING_FLAG,
                              .initial = "no",
                              .help = "Mirrors the live picture, for a camera that faces "
                                      "people." },
    [TS_SETTING_HAND_SCANNER] = { .key = "hand_scanner",
                                  .kind = TS_SETTING_SOURCE,
                                  .words = { "evdev:", "serial:" },
                                  .repeats = 4,
                                  .example = "evdev:",
                                  .help =
                                      "A scanner in somebody's hand: evdev:DEVICE, "
                                      "evdev:NAME (a part of the device's name), evdev: "
                                      "(the first keyboard that says it is a scanner) or "
                                      "serial:DEVICE[,SPEED]. Set the scanner to a US "
                                      "keyboard and to send Enter behind a code. May be "
                                      "given again, up to four times." },
    [TS_SETTING_LAMPS] = { .key = "lamps",
                           .kind = TS_SETTING_SOURCE,
                           .words = { "none", "gpio:" },
                           .initial = "none",
                           .help =
                               "Lamps that show the verdict, a buzzer, a relay, and a "
                               "button for the next person: gpio:LABEL,NAME=LINE,... "
                               "with the chip's label (gpiodetect tells it). Names are "
                               "ready, notyet, stop and cannottell for lamps, buzzer, "
                               "relay and next, as many as there are. Behind a line may "
                               "stand what holds for it: active_low; open_drain, of what "
                               "is driven; pull_up or pull_down, and debounce=MS (20), "
                               "of the button; pulse=MS (1000, at most 10000), of the "
                               "relay, which is on for so long when somebody is READY. "
                               "Advice only: what it opens must have a way to be opened "
                               "and shut by hand." },
    [TS_SETTING_FULLSCREEN] = { .key = "fullscreen",
                                .kind = TS_SETTING_FLAG,
                                .initial = "no",
                                .heading = "The screen",
                                .help = "Fills the display; a gate wants this." },
    [TS_SETTING_SIZE] = { .key = "size",
                          .kind = TS_SETTING_SIZE_PX,
                          .initial = "1280x800",
                          .help = "Of the window where it does not fill the display." },
    [TS_SETTING_PX_PER_MM] = { .key = "px_per_mm",
                               .kind = TS_SETTING_DECIMAL,
                               .least = 1,
                               .most = 40,
                               .example = "5.2",
                               .help = "Pixels of the display in a millimetre, where it "
                                       "does not know itself: letters and targets are "
                                       "sized by it." },
    [TS_SETTING_ROTATION] = { .key = "rotation",
                              .kind = TS_SETTING_CHOICE,
                              .words = { "0", "90", "180", "270" },
                              .initial = "0",
                              .help = "Degrees the picture is turned clockwise; touches "
                                      "are turned with it." },
    [TS_SETTING_DIM_SECONDS] = { .key = "dim_seconds",
                                 .kind = TS_SETTING_WHOLE,
                                 .most = 86400,
                                 .initial = "120",
                                 .help = "So long without a card, the screen dims. 0 "
                                         "never dims it." },
    [TS_SETTING_BACKLIGHT] = { .key = "backlight",
                               .most = 70,
                               .initial = "none",
                               .help =
                                   "The light behind the display that dims with the "
                                   "screen: its name in /sys/class/backlight, or auto "
                                   "for the only one there is; after a comma, how "
                                   "bright it is else, in percent (auto,80). none "
                                   "leaves it as it is." },
    [TS_SETTING_LANGUAGE] = { .key = "language",
                              .kind = TS_SETTING_LANGUAGE_CODE,
                              .initial = "en",
                              .heading = "Languages and access",
                              .help = "Spoken first, and again when nobody is there." },
    [TS_SETTING_LANGUAGES] = { .key = "languages",
                               .kind = TS_SETTING_LANGUAGE_CODES,
                               .example = "en, fr",
                               .help = "Offered for choice, in this order; all that are "
                                       "installed when nothing is said." },
    [TS_SETTING_LOCALE] = { .key = "locale",
                            .kind = TS_SETTING_PATH,
                            .example = "/usr/share/touchstone/locale",
                            .help = "Folder of the languages, if it is not beside the "
                                    "program." },
    [TS_SETTING_LARGE_PRINT] = { .key = "large_print",
                                 .kind = TS_SETTING_FLAG,
                                 .initial = "no",
                                 .help = "Larger letters, and less on a screen." },
    [TS_SETTING_GLOVES] = { .key = "gloves",
                            .kind = TS_SETTING_FLAG,
                            .initial = "no",
                            .help = "Everything that is touched measures 25 mm at least, "
                                    "else 20." },
    [TS_SETTING_READER_SOCKET] = { .key = "reader_socket",
                                   .kind = TS_SETTING_PATH,
                                   .example = "/run/touchstone/reader",
                                   .help = "Local socket where a screen reader or a "
                                           "braille box gets what the screen shows, as "
                                           "lines of text." },
    [TS_SETTING_MUTE] = { .key = "mute",
                          .kind = TS_SETTING_FLAG,
                          .initial = "no",
                          .heading = "Sound",
                          .help = "Not even a tick when a code is read." },
    [TS_SETTING_VOLUME] = { .key = "volume",
                            .kind = TS_SETTING_WHOLE,
                            .most = 100,
                            .initial = "60",
                            .help = "Of everything that sounds, in percent." },
    [TS_SETTING_VERDICT_SOUNDS] = { .key = "verdict_sounds",
                                    .kind = TS_SETTING_FLAG,
                                    .initial = "no",
                                    .help = "A rhythm for each verdict. Others hear it, "
                                            "too." },
    [TS_SETTING_VOICE_DIR] = { .key = "voice_dir",
                               .kind = TS_SETTING_PATH,
                               .example = "/usr/share/touchstone/voice",
                               .help = "Folder of recorded voices, one folder a "
                                       "language." },
    [TS_SETTING_JOURNAL] = { .key = "journal",
                             .kind = TS_SETTING_PATH,
                             .example = "/var/lib/touchstone/journal.sqlite",
                             .heading = "The journal",
                             .help = "File that is written of each verdict, as log_mode "
                                     "says. Nothing is written without it." },
    [TS_SETTING_LOG_MODE] = { .key = "log_mode",
                              .kind = TS_SETTING_CHOICE,
                              .words = { "counts", "proof", "roll" },
                              .initial = "counts",
                              .help =
                                  "counts: how often each verdict was given, by profile, "
                                  "reason and hour. proof: besides, a hash of the card "
                                  "with a key that changes daily. roll: besides, who is "
                                  "on site, by the badge's label, until 24 hours after "
                                  "sign-out. The start screen says which." },
    [TS_SETTING_LOG_DAYS] = { .key = "log_days",
                              .kind = TS_SETTING_WHOLE,
                              .least = 1,
                              .most = 3660,
                              .initial = "30",
                              .help = "Days after which it is forgotten." },
    [TS_SETTING_ROLL_STALE_HOURS] = { .key = "roll_stale_hours",
                                      .kind = TS_SETTING_WHOLE,
                                      .least = 1,
                                      .most = 720,
                                      .initial = "14",
                                      .help = "Who signed in so long ago and not out "
                                              "stands apart in the roll." },
    [TS_SETTING_STEWARD_KEY] = { .key = "steward_key",
                                 .kind = TS_SETTING_PATH,
                                 .example = "/etc/touchstone/steward.jwk",
                                 .help = "File with the public key of whoever may open "
                                         "exports of the journal. Without it nothing can "
                                         "be exported." },
    [TS_SETTING_ADMIN_PIN] = { .key = "admin_pin",
                               .kind = TS_SETTING_PIN,
                               .heading = "Who may change things at the gate",
                               .help = "Opens the admin screen: the line that "
                                       "'touchstone pin' prints, never the PIN itself. "
                                       "Without it the admin screen stays shut. Let only "
                                       "the kiosk read this file: a short PIN can be "
                                       "found from the line." },
    [TS_SETTING_WAIVER_PIN] = { .key = "waiver_pin",
                                .kind = TS_SETTING_PIN,
                                .help = "Lets a supervisor let somebody in who is not "
                                        "READY, with a reason. Made in the same way; "
                                        "without it nobody can." },
    [TS_SETTING_DEMO] = { .key = "demo",
                          .kind = TS_SETTING_FLAG,
                          .initial = "no",
                          .heading = "To try it out",
                          .help = "Grey verdicts under a watermark that let nobody in." },
};

const struct ts_setting_about *
ts_setting_about(enum ts_setting setting)
{
    TS_CHECK((unsigned)setting < TS_SETTING_COUNT);
    return &SETTINGS[setting];
}

/* "a, b or c" */
static void
list_words(char *words, size_t size, const char *before,
           const struct ts_setting_about *about)
{
    size_t count = 0;
    size_t len = (size_t)snprintf(words, size, "%s", before);
    while (count < TS_COUNT(about->words) && about->words[count])
        count++;
    for (size_t i = 0; i < count && len < size; i++) {
        const char *joint = i + 1 == count ? " or " : ", ";
        len += (size_t)snprintf(words + len, size - len, "%s%s", i ? joint : "",
                                about->words[i]);
    }
}

void
ts_setting_expects(char *words, size_t size, const struct ts_setting_about *about)
{
    switch (about->kind) {
    case TS_SETTING_TEXT:
        snprintf(words, size, "a text of at most %.0f bytes", about->most);
        break;
    case TS_SETTING_PATH: snprintf(words, size, "a path"); break;
    case TS_SETTING_SOURCE: list_words(words, size, "what begins with ", about); break;
    case TS_SETTING_CHOICE: list_words(words, size, "", about); break;
    case TS_SETTING_FLAG: snprintf(words, size, "yes or no"); break;
    case TS_SETTING_WHOLE:
        snprintf(words, size, "a whole number from %.0f to %.0f", about->least,
                 about->most);
        break;
    case TS_SETTING_DECIMAL:
        snprintf(words, size, "a number from %.0f to %.0f", about->least, about->most);
        break;
    case TS_SETTING_SIZE_PX:
        snprintf(words, size, "WIDTHxHEIGHT in pixels, 320x240 to 8192x8192");
        break;
    case TS_SETTING_LANGUAGE_CODE:
        snprintf(words, size, "a language, as en or fr");
        break;
    case TS_SETTING_LANGUAGE_CODES:
        snprintf(words, size, "languages apart by commas, as en, fr, none twice");
        break;
    case TS_SETTING_PIN:
        snprintf(words, size, "a line that 'touchstone pin' prints");
        break;
    }
}
