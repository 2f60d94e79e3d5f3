#include "deploy/gate_card/gate_card_text.h"

#include "firmware/base/check.h"

#include <string.h>

static const struct gate_card_text TEXTS[] = {
    {
        .language = "en",
        .title = "What the gate says",
        .before = "Show the code on your card to the camera. Nothing has to be touched. "
                  "Several cards: show one after another.",
        .meaning = {
            [TS_VERDICT_READY] = "Everything this job asks for is proven.",
            [TS_VERDICT_NOT_YET] = "Genuine, but something is missing, has expired or "
                                   "runs out too soon. The screen says what.",
            [TS_VERDICT_STOP] = "The card is not authentic, or its issuer has withdrawn "
                                "it.",
            [TS_VERDICT_CANNOT_TELL] = "The issuer is not on our lists, the lists are "
                                       "too old, or the clock is not sure.",
        },
        .action = {
            [TS_VERDICT_READY] = "The person may start.",
            [TS_VERDICT_NOT_YET] = "Show the next card. If there is none, ask the "
                                   "supervisor.",
            [TS_VERDICT_STOP] = "The person does not start. Note the reason number and "
                                "call the supervisor. Stay polite: the person may not "
                                "know.",
            [TS_VERDICT_CANNOT_TELL] = NULL, /* the screen's own words */
        },
        .privacy = "The gate works without a network. It keeps no pictures, no codes and "
                   "no birth dates; what it counts stands on its start screen.",
        .advice = "The screen advises. Whoever minds the gate decides.",
        .contact = "Call:",
    },
    {
        .language = "fr",
        .title = "Ce que dit la borne",
        .before = "Montrez à la caméra le code de votre carte. Il n’y a rien à toucher. "
                  "Plusieurs cartes : montrez-les l’une après l’autre.",
        .meaning = {
            [TS_VERDICT_READY] = "Tout ce que ce travail exige est prouvé.",
            [TS_VERDICT_NOT_YET] = "Authentique, mais il manque quelque chose, ou une date est "
 "passée ou trop proche. L’écran dit quoi.",
[TS_VERDICT_STOP] = "La carte n’est pas authentique, ou son émetteur l’a "
                                "retirée.",
            [TS_VERDICT_CANNOT_TELL] = "L’émetteur n’est pas sur nos listes, les listes "
                                       "sont trop vieilles ou l’heure n’est pas sûre.",
        },
        .action = {
            [TS_VERDICT_READY] = "La personne peut commencer.",
            [TS_VERDICT_NOT_YET] = "Montrez la carte suivante. S’il n’y en a pas, "
                                   "adressez-vous au responsable.",
            [TS_VERDICT_STOP] = "La personne ne commence pas. Notez le motif, appelez le "
 "responsable et restez courtois : elle l’ignore peut-être.",
[TS_VERDICT_CANNOT_TELL] = NULL,
        },
        .privacy = "La borne fonctionne sans réseau. Elle ne garde ni image, ni code, ni "
                   "date de naissance ; l’écran de départ dit ce qu’elle compte.",
        .advice = "L’écran conseille. La personne qui tient l’entrée décide.",
        .contact = "Appelez :",
    },
};

const struct gate_card_text *
gate_card_text(const char *language)
{
    for (size_t i = 0; i < TS_COUNT(TEXTS); i++)
        if (strcmp(TEXTS[i].language, language) == 0)
            return &TEXTS[i];
    return NULL;
}
