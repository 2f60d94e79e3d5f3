#ifndef TS_SCAN_VERSION_H
#define TS_SCAN_VERSION_H

#include <stddef.h>
#include <stdint.h>

/* What ISO/IEC 18004 says of the sizes of codes. */
enum {
    TS_QR_MODULES_MAX = 177, /**< Version 40. */
    TS_QR_ALIGNMENTS_MAX = 7 /**< Alignment patterns in a row of version 35 and above. */
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

/**
 * Annex D: the version (7 to 40) that 18 bits of version information stand for when
 * at most three of them are wrong, else 0. Bit 0 is the one of the lowest value.
 */
unsigned ts_qr_version_of(uint32_t bits, unsigned *wrong);

/** The 18 bits for a version from 7 on. */
uint32_t ts_qr_version_information(unsigned version);

#endif
