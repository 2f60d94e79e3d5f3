#include "kiosk/scan/version.h"

enum { GENERATOR = 0x1f25, CHECK_BITS = 12 };

size_t
ts_qr_alignments(unsigned version, unsigned at[TS_QR_ALIGNMENTS_MAX])
{
    if (version < 2)
        return 0;
    unsigned count = version / 7 + 2;
    unsigned last = ts_qr_modules(version) - 7;
    /* Even steps as equal as can be, the odd rest next to the timing pattern. The
     * standard's own table departs from that for one version. */
    unsigned gaps = 2 * (count - 1);
    unsigned step = (last - 6 + gaps - 1) / gaps * 2;
    if (version == 32)
        step = 26;
    at[0] = 6;
    for (unsigned i = 1; i < count; i++)
        at[i] = last - (count - 1 - i) * step;
    return count;
}

uint32_t
ts_qr_version_information(unsigned version)
{
    /* The version, and the remainder of its polynomial. */
    uint32_t rest = (uint32_t)version << CHECK_BITS;
    for (uint32_t bit = 1u << 17; bit >= 1u << CHECK_BITS; bit >>= 1)
        if (rest & bit)
            rest ^= GENERATOR * (bit >> CHECK_BITS);
    return (uint32_t)version << CHECK_BITS | rest;
}
