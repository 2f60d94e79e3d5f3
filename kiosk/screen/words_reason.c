#include "kiosk/screen/words.h"

#include <libintl.h>

#define N_(text) text

/* Short enough to be read at arm's length in gloves: about 40 letters each. */
static const struct {
    const char *sentence;
    const char *next_step;
    const char *in_short; /* beside the label of a row */
} reasons[TS_REASON_COUNT] = {
    [TS_REASON_NONE] = { N_("No reason was given."), N_("Check the card in another way."),
                         N_("not known") },
    [TS_REASON_UNREADABLE] = { N_("No readable code was found."),
                               N_("Hold the card closer and try again."),
                               N_("unreadable") },
    [TS_REASON_UNSUPPORTED] = { N_("This kind of card cannot be checked here."),
                                N_("Check the card in another way."),
                                N_("cannot be checked") },
    [TS_REASON_MALFORMED] = { N_("The data on the card is damaged."),
                              N_("Scan it again, or ask its issuer."), N_("damaged") },
    [TS_REASON_ISSUER_UNKNOWN] = { N_("The issuer is not on our list."),
                                   N_("Check the card in another way."),
                                   N_("issuer unknown") },
    [TS_REASON_KEY_NOT_AVAILABLE] = { N_("The issuer’s key is not on our list."),
                                      N_("Update the lists, then scan again."),
                                      N_("key unknown") },
    [TS_REASON_NOT_AUTHENTIC] = { N_("Not genuine: changed or forged."),
                                  N_("Do not accept it. Call a supervisor."),
                                  N_("not genuine") },
    [TS_REASON_NOT_YET_VALID] = { N_("This card is not valid yet."),
                                  N_("Come back when it is valid."),
                                  N_("not valid yet") },
    [TS_REASON_EXPIRED] = { N_("This card has expired."), N_("Bring a renewed card."),
                            N_("expired") },
    [TS_REASON_SUSPENDED] = { N_("The issuer has suspended this card."),
                              N_("Ask the issuer why."), N_("suspended") },
    [TS_REASON_WITHDRAWN] = { N_("The issuer has withdrawn this card."),
                              N_("Do not accept it. Ask the issuer."), N_("withdrawn") },
    [TS_REASON_STATUS_UNKNOWN] = { N_("We do not know if it was withdrawn."),
                                   N_("Update the lists, then scan again."),
                                   N_("status unknown") },
    [TS_REASON_LISTS_TOO_OLD] = { N_("Our lists are too old to decide."),
                                  N_("Update the lists, then scan again."),
                                  N_("lists too old") },
    [TS_REASON_CLOCK_NOT_TRUSTED] = { N_("The clock of this kiosk may be wrong."),
                                      N_("Set the clock, then scan again."),
                                      N_("clock not trusted") },
    [TS_REASON_WRONG_KIND] = { N_("Genuine, but not what this job asks for."),
                               N_("Scan the card that the job asks for."),
                               N_("another kind") },
    [TS_REASON_RESULT_NOT_PASSED] = { N_("The result on the card is not a pass."),
                                      N_("Scan a card with a passed result."),
                                      N_("not passed") },
    [TS_REASON_NOT_SAME_PERSON] = { N_("These cards name different people."),
                                    N_("Scan only cards of this person."),
                                    N_("another person") },
    [TS_REASON_EXPIRES_TOO_SOON] = { N_("It runs out before the work ends."),
                                     N_("Renew it before this rotation."),
                                     N_("runs out too soon") },
    [TS_REASON_MISSING] = { N_("Something the job asks for is missing."),
                            N_("Scan the next card."), N_("not shown yet") },
    [TS_REASON_NOT_A_CREDENTIAL] = { N_("This code is not a credential."),
                                     N_("Show the code on your card."),
                                     N_("not a credential") },
    [TS_REASON_ONLINE_ONLY] = { N_("The code is only a web address."),
                                N_("Ask for a card that works offline."),
                                N_("online only") },
    [TS_REASON_ISSUER_NOT_ACCEPTED] = { N_("This issuer is not accepted for this."),
                                        N_("Scan a card of an accepted issuer."),
                                        N_("issuer not accepted") },
    [TS_REASON_AWARDED_TOO_LONG_AGO] = { N_("It was earned too long ago."),
                                         N_("Renew the training first."),
                                         N_("too long ago") },
    [TS_REASON_NO_LISTS] = { N_("This kiosk holds no issuer lists."),
                             N_("Load the lists, then scan again."), N_("no lists") },
    [TS_REASON_ALL_PROVEN] = { N_("Everything asked for is proven."),
                               N_("Go ahead. Touch to keep this in view."),
                               N_("proven") },
    [TS_REASON_KEY_OUT_OF_TIME] = { N_("It was signed when its key was not valid."),
                                    N_("Ask the issuer for a new card."),
                                    N_("key not valid then") },
    [TS_REASON_IDENTITY_NOT_CHECKED] = { N_("The person’s identity was not checked."),
                                         N_("Compare with a photo ID."),
                                         N_("identity not checked") },
    [TS_REASON_PRIOR_LEARNING] = { N_("This job does not accept prior learning."),
                                   N_("Show proof of a course or an exam."),
                                   N_("prior learning not accepted") },
};

static size_t
known(enum ts_reason reason)
{
    return (unsigned)reason < TS_REASON_COUNT ? (size_t)reason : TS_REASON_NONE;
}

const char *
ts_words_reason(enum ts_reason reason)
{
    return gettext(reasons[known(reason)].sentence);
}

const char *
ts_words_next_step(enum ts_reason reason)
{
    return gettext(reasons[known(reason)].next_step);
}

const char *
ts_words_short_reason(enum ts_reason reason)
{
    return gettext(reasons[known(reason)].in_short);
}

const char *
ts_words_reason_id(enum ts_reason reason)
{
    return reasons[known(reason)].sentence;
}

const char *
ts_words_next_step_id(enum ts_reason reason)
{
    return reasons[known(reason)].next_step;
}
