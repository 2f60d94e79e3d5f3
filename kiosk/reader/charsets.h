#ifndef TS_READER_CHARSETS_H
#define TS_READER_CHARSETS_H

/** Has the C library load every character set that a QR code may announce (ISO/IEC 18004
 * 7.4.2) and keep it: later it could not open their files. One that this system does not
 * have is one that codes are not read in, here as anywhere. */
void ts_charsets_load(void);

#endif
