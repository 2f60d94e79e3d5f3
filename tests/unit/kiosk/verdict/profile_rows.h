#ifndef TS_TEST_PROFILE_ROWS_H
#define TS_TEST_PROFILE_ROWS_H

#include "firmware/base/status.h"

#include <stdbool.h>

/* Profiles that are accepted and refused, for the reader, for lint and for the schema. */

#define HEAD "\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"name\":\"A\","
#define LEAF "{\"type\":\"T\"}"
#define GOOD "{" HEAD "\"all_of\":[" LEAF "]}"

struct profile_row {
    const char *name; /* the rule of kiosk/PROFILE.md it defends */
    const char *text;
    enum ts_status want;
    bool beyond_schema; /* refused for what JSON Schema cannot say */
};

static const struct profile_row profile_rows[] = {
    { "smallest good profile", GOOD, TS_OK, false },
    { "every member",
      "{" HEAD "\"must_outlast_days\":14,\"warn_days\":30,\"show_name\":\"full\","
      "\"lists\":{\"warn_days\":3,\"max_days\":60},\"any_of\":[{\"label\":\"L\","
      "\"achievement\":\"urn:a\",\"type\":\"T\",\"name\":\"H2S "
      "*\",\"alignment\":{\"framework\":\"NOC\","
      "\"code\":\"7\"},\"issuers\":[\"did:web:x\"],\"awarded_within_days\":730},"
      "{\"label\":\"G\",\"all_of\":[" LEAF "]}]}",
      TS_OK, false },
    { "1 a later format",
      "{\"format\":\"touchstone-profile/2\",\"id\":\"a\",\"name\":\"A\",\"all_of\":[" LEAF
      "]}",
      TS_UNSUPPORTED, false },
    { "1 not an object", "[]", TS_UNSUPPORTED, false },
    { "1 a misspelt member", "{" HEAD "\"all_off\":[" LEAF "],\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "1 a misspelt member of a requirement",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"isuers\":[\"x\"]}]}", TS_MALFORMED, false },
    { "1 a misspelt member of lists",
      "{" HEAD "\"lists\":{\"maxdays\":1},\"all_of\":[" LEAF "]}", TS_MALFORMED, false },
    { "2 no id",
      "{\"format\":\"touchstone-profile/1\",\"name\":\"A\",\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "2 no name",
      "{\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "2 half a day", "{" HEAD "\"warn_days\":0.5,\"all_of\":[" LEAF "]}", TS_MALFORMED,
      false },
    { "2 negative days", "{" HEAD "\"warn_days\":-1,\"all_of\":[" LEAF "]}", TS_MALFORMED,
      false },
    { "2 a name shown in a way nobody knows",
      "{" HEAD "\"show_name\":\"loud\",\"all_of\":[" LEAF "]}", TS_MALFORMED, false },
    { "2 nobody is to be compared",
      "{" HEAD "\"identity\":\"none\",\"all_of\":[" LEAF "]}", TS_OK, false },
    { "2 the person is to be compared",
      "{" HEAD "\"identity\":\"compare\",\"all_of\":[" LEAF "]}", TS_OK, false },
    { "2 an answer is to be typed",
      "{" HEAD "\"identity\":\"answer\",\"all_of\":[" LEAF "]}", TS_OK, false },
    { "2 a comparison nobody knows",
      "{" HEAD "\"identity\":\"ask\",\"all_of\":[" LEAF "]}", TS_MALFORMED, false },
    { "2 a comparison that is no text",
      "{" HEAD "\"identity\":true,\"all_of\":[" LEAF "]}", TS_MALFORMED, false },
    { "3 nothing asked", "{" HEAD "\"all_of\":[]}", TS_MALFORMED, false },
    { "3 neither all nor any", "{" HEAD "\"warn_days\":1}", TS_MALFORMED, false },
    { "3 both all and any", "{" HEAD "\"all_of\":[" LEAF "],\"any_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 a requirement that everything meets", "{" HEAD "\"all_of\":[{\"label\":\"L\"}]}",
      TS_MALFORMED, false },
    { "3 a name alone", "{" HEAD "\"all_of\":[{\"name\":\"H2S*\"}]}", TS_OK, false },
    { "3 a name that everything has", "{" HEAD "\"all_of\":[{\"name\":\"* *\"}]}",
      TS_MALFORMED, false },
    { "3 a name that is a number", "{" HEAD "\"all_of\":[{\"name\":1}]}", TS_MALFORMED,
      false },
    { "3 accepting nobody", "{" HEAD "\"all_of\":[{\"type\":\"T\",\"issuers\":[]}]}",
      TS_MALFORMED, false },
    { "3 an alignment without a code",
      "{" HEAD "\"all_of\":[{\"alignment\":{\"framework\":\"NOC\"}}]}", TS_MALFORMED,
      false },
    { "2 a supervisor may decide", "{" HEAD "\"waiver\":true,\"all_of\":[" LEAF "]}",
      TS_OK, false },
    { "2 no supervisor may decide", "{" HEAD "\"waiver\":false,\"all_of\":[" LEAF "]}",
      TS_OK, false },
    { "2 a supervisor who is a text",
      "{" HEAD "\"waiver\":\"yes\",\"all_of\":[" LEAF "]}", TS_MALFORMED, false },
    { "2 prior learning counts",
      "{" HEAD "\"prior_learning\":\"same\",\"all_of\":[" LEAF "]}", TS_OK, false },
    { "2 prior learning does not count",
      "{" HEAD "\"prior_learning\":\"excluded\",\"all_of\":[" LEAF "]}", TS_OK, false },
    { "2 prior learning counts in a way nobody knows",
      "{" HEAD "\"prior_learning\":\"half\",\"all_of\":[" LEAF "]}", TS_MALFORMED,
      false },
    { "2 an empty choice", "{" HEAD "\"show_name\":\"\",\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "2 days beyond a century", "{" HEAD "\"warn_days\":36501,\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "2 days as 5.0 and 1e3",
      "{" HEAD "\"warn_days\":5.0,\"must_outlast_days\":1e3,\"all_of\":[" LEAF "]}",
      TS_OK, false },
    { "2 lists that are no object", "{" HEAD "\"lists\":7,\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 a name in two languages",
      "{\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"name\":{\"en\":\"A\","
      "\"fr-ca\":\"B\"},\"all_of\":[" LEAF "]}",
      TS_OK, false },
    { "3 a name in no language",
      "{\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"name\":{},"
      "\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 an empty name in a language",
      "{\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"name\":{\"en\":\"\"},"
      "\"all_of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 a label in two languages",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":{\"en\":\"A\","
      "\"iu-cans\":\"B\"}}]}",
      TS_OK, false },
    { "3 a label in a language with capitals",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":{\"EN\":\"A\"}}]}", TS_MALFORMED,
      false },
    { "3 a label in a language without a name",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":{\"\":\"A\"}}]}", TS_MALFORMED,
      false },
    { "3 a label in a language that ends in a dash",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":{\"en-\":\"A\"}}]}", TS_MALFORMED,
      false },
    { "3 a label in a language of nine letters",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":{\"abcdefghi\":\"A\"}}]}",
      TS_MALFORMED, false },
    { "3 a label that is a number", "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":1}]}",
      TS_MALFORMED, false },
    { "3 an empty label", "{" HEAD "\"all_of\":[{\"type\":\"T\",\"label\":\"\"}]}",
      TS_MALFORMED, false },
    { "3 two of three", "{" HEAD "\"at_least\":2,\"of\":[" LEAF "," LEAF "," LEAF "]}",
      TS_OK, false },
    { "3 two of three in a group",
      "{" HEAD "\"all_of\":[" LEAF ",{\"label\":\"L\",\"at_least\":2,\"of\":[" LEAF
      "," LEAF ",{\"any_of\":[" LEAF "]}]}]}",
      TS_OK, false },
    { "3 all of so many", "{" HEAD "\"at_least\":1,\"of\":[" LEAF "]}", TS_OK, false },
    { "3 more than there are", "{" HEAD "\"at_least\":2,\"of\":[" LEAF "]}", TS_MALFORMED,
      true },
    { "3 at least none", "{" HEAD "\"at_least\":0,\"of\":[" LEAF "]}", TS_MALFORMED,
      false },
    { "3 at least fewer than none", "{" HEAD "\"at_least\":-1,\"of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 at least one and a half", "{" HEAD "\"at_least\":1.5,\"of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 at least, of nothing", "{" HEAD "\"at_least\":1}", TS_MALFORMED, false },
    { "3 of, without how many", "{" HEAD "\"of\":[" LEAF "]}", TS_MALFORMED, false },
    { "3 of nothing", "{" HEAD "\"at_least\":1,\"of\":[]}", TS_MALFORMED, false },
    { "3 all of and at least",
      "{" HEAD "\"all_of\":[" LEAF "],\"at_least\":1,\"of\":[" LEAF "]}", TS_MALFORMED,
      false },
    { "3 any of and of", "{" HEAD "\"any_of\":[" LEAF "],\"of\":[" LEAF "]}",
      TS_MALFORMED, false },
    { "3 a group that asks for an achievement too",
      "{" HEAD "\"all_of\":[{\"all_of\":[" LEAF "],\"type\":\"T\"}]}", TS_MALFORMED,
      false },
    { "3 a list that is an object", "{" HEAD "\"all_of\":{\"type\":\"T\"}}", TS_MALFORMED,
      false },
    { "3 a requirement that is a text", "{" HEAD "\"all_of\":[\"T\"]}", TS_MALFORMED,
      false },
    { "3 an empty achievement",
      "{" HEAD "\"all_of\":[{\"achievement\":\"\",\"type\":\"T\"}]}", TS_MALFORMED,
      false },
    { "3 an issuer that is no list",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"issuers\":\"did:web:x\"}]}", TS_MALFORMED,
      false },
    { "3 an issuer that is a number",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"issuers\":[1]}]}", TS_MALFORMED, false },
    { "3 an alignment with a member nobody knows",
      "{" HEAD "\"all_of\":[{\"alignment\":{\"framework\":\"N\",\"code\":\"7\","
      "\"name\":\"x\"}}]}",
      TS_MALFORMED, false },
    { "one byte more", GOOD "x", TS_TRAILING, true },
};

#endif
