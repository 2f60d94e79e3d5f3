#ifndef TS_TEST_NEAR_H
#define TS_TEST_NEAR_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/** Two figures, at most so far apart. */
#define assert_near(a, b, slack) assert_true(fabs((double)(a) - (double)(b)) <= (slack))

#endif
