#ifndef TS_BASE_UTF8_H
#define TS_BASE_UTF8_H

#include "firmware/base/span.h"

/**
 * Well-formed UTF-8 (Unicode 15, table 3-7): no surrogates, no overlong forms,
 * nothing past U+10FFFF. U+0000 is well-formed.
 */
bool ts_utf8_valid(ts_span text);

/** The longest prefix of at most max bytes that ends between two characters. */
ts_span ts_utf8_prefix(ts_span text, size_t max);

#endif
