#ifndef TS_SCAN_VERSION_H
#define TS_SCAN_VERSION_H

#include <stddef.h>
#include <stdint.h>

/* What ISO/IEC 18004 says of the sizes of codes. */
enum {
    TS_QR_MODULES_MAX = 177,  /**< Version 40. */
    TS_QR_ALIGNMENTS_MAX = 7, /**< Alignment patterns in a row of version 35 and above. */
    TS_QR_VERSION_BITS = 18,
    TS_QR_VERSION_FIRST = 7, /**< The first that says which it is. */
};

static inline unsigned
ts_qr_modules(unsigned version)
{
    return 17 + 4 * version;
}

/**
 * Annex E: the rows (and columns) of modules in which the alignment patterns have
 * their middle, the timing pattern's 6 first; the number of them, 0 for version 1.
 */
size_t ts_qr_alignments(unsigned version, unsigned at[TS_QR_ALIGNMENTS_MAX]);

/** Annex D: the 18 bits of version information from version 7 on. Bit 0 is the one of the
 * lowest value. */
uint32_t ts_qr_version_information(unsigned version);

#endif
