#include "kiosk/verdict/answer.h"

#include "kiosk/credential/identity.h"

static unsigned
kind_of(ts_span type)
{
    static const struct {
        const char *type;
        enum ts_answer_kind kind;
    } kinds[] = {
        { "name", TS_ANSWER_NAME },
        { "emailAddress", TS_ANSWER_EMAIL },
        { "nationalIdentityNumber", TS_ANSWER_NUMBER },
        { "identifier", TS_ANSWER_NUMBER },
        { "sourcedId", TS_ANSWER_NUMBER },
        { "systemId", TS_ANSWER_NUMBER },
        { "ext:licenseNumber", TS_ANSWER_NUMBER },
        { "ext:licenceNumber", TS_ANSWER_NUMBER },
        { "userName", TS_ANSWER_USER_NAME },
        { "accountId", TS_ANSWER_USER_NAME },
    };
    for (size_t i = 0; i < TS_COUNT(kinds); i++)
        if (ts_span_is(type, kinds[i].type))
            return kinds[i].kind;
    return TS_ANSWER_OTHER;
}

static unsigned
kinds_of(const struct ts_credential *c)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < c->identifier_count; i++) {
        const struct ts_identifier *one = &c->identifiers[i];
        const struct ts_credential alone = { .identifiers = one, .identifier_count = 1 };
        ts_span any = TS_SPAN_LIT("?");
        if (one->hashed
            && ts_identity_check(&alone, any, (ts_span){ 0 }).proof != TS_UNKNOWN)
            kinds |= kind_of(one->type);
    }
    return kinds;
}

unsigned
ts_answer_kinds(const struct ts_assessment *const *cards, size_t count)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < count; i++)
        if (ts_card_is_believed(cards[i]) && cards[i]->credential)
            kinds |= kinds_of(cards[i]->credential);
    return kinds;
}
