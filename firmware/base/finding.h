#ifndef TS_BASE_FINDING_H
#define TS_BASE_FINDING_H

/**
 * Three-valued truth (Kleene): a thing that was not established is neither
 * true nor false, and zero is exactly that.
 */
enum ts_finding {
    TS_UNKNOWN = 0,
    TS_PASS,
    TS_FAIL,
};

static inline enum ts_finding
ts_finding_and(enum ts_finding a, enum ts_finding b)
{
    if (a == TS_FAIL || b == TS_FAIL)
        return TS_FAIL;
    return a == TS_PASS && b == TS_PASS ? TS_PASS : TS_UNKNOWN;
}

static inline enum ts_finding
ts_finding_or(enum ts_finding a, enum ts_finding b)
{
    if (a == TS_PASS || b == TS_PASS)
        return TS_PASS;
    return a == TS_FAIL && b == TS_FAIL ? TS_FAIL : TS_UNKNOWN;
}

#endif
