#include "kiosk/verdict/person.h"

bool
ts_same_person(const struct ts_credential *a, const struct ts_credential *b)
{
    if (a->subject_id.len && b->subject_id.len
        && ts_span_equal(a->subject_id, b->subject_id))
        return true;
    return a->subject_name.len && ts_span_equal(a->subject_name, b->subject_name);
}

bool
ts_other_person(const struct ts_credential *a, const struct ts_credential *b)
{
    bool can_compare = (a->subject_id.len && b->subject_id.len)
                       || (a->subject_name.len && b->subject_name.len);
    return can_compare && !ts_same_person(a, b);
}

bool
ts_same_credential(const struct ts_credential *a, const struct ts_credential *b)
{
    return a->id.len && ts_span_equal(a->id, b->id)
           && ts_span_equal(a->issuer_id, b->issuer_id);
}
