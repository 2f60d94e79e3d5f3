#include "tests/fake/kiosk/app/soak_cards.h"

#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <stdio.h>

enum { TAMPERED = 3 };

static struct ts_sample_wishes
wishes_of(unsigned person, unsigned which, char name[static 40], char id[static 40])
{
    static const char *const achievements[SOAK_CARDS_EACH] = { "Gas", "Aid", "Aid", "Gas",
                                                               "Gas" };
    snprintf(name, 40, "Person %c%c", 'A' + (int)person, 'a' + (int)person);
    snprintf(id, 40, "urn:soak:%u-%u", person, which);
    return (struct ts_sample_wishes){
        .signing = person % 2 ? TS_SIGN_VC_JWT : TS_SIGN_VC_COSE,
        .kind = person % 3 ? TS_KEY_ED25519 : TS_KEY_P256,
        .name = name,
        .id = id,
        .achievement = achievements[which],
        .valid_until = which == 2 ? "2035-03-01T00:00:00Z" : "2036-01-01T00:00:00Z",
        .issuer = which == 4 ? "did:web:nobody.example" : NULL,
    };
}

void
soak_cards_make(struct soak_cards *cards, struct ts_arena *arena)
{
    static const char *const foreign[SOAK_FOREIGN] = { "https://menu.example/soup",
                                                       "WIFI:S:x;;", "0012345678905",
                                                       "hello" };
    struct ts_arena scratch = ts_test_arena((size_t)1 << 20);
    for (unsigned person = 0; person < SOAK_PEOPLE; person++)
        for (unsigned which = 0; which < SOAK_CARDS_EACH; which++) {
            char name[40];
            char id[40];
            ts_arena_rewind(&scratch, 0);
            ts_span card = ts_sample_badge(&scratch, wishes_of(person, which, name, id));
            if (which == TAMPERED) /* a letter of the signature or what it signs */
                ((uint8_t *)(uintptr_t)card.at)[card.len / 2] ^= 1;
            assert_true(ts_arena_copy(arena, &cards->own[person][which], card));
        }
    for (size_t i = 0; i < SOAK_FOREIGN; i++)
        cards->foreign[i] = ts_span_text(foreign[i]);
    ts_test_arena_free(&scratch);
}
