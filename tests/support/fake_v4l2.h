#ifndef TS_TEST_FAKE_V4L2_H
#define TS_TEST_FAKE_V4L2_H

#include <stdbool.h>

/*
 * A V4L2 camera for programs that have none: preload this library
 * (LD_PRELOAD=ts_fake_v4l2.so), and the program finds a capture device that
 * streams into mapped memory. It answers one client at a time.
 *
 * By environment, read whenever the device is opened:
 *   TS_FAKE_V4L2_DEVICE    its path (/dev/video0)
 *   TS_FAKE_V4L2_FORMATS   what it offers, of GREY NV12 YUYV MJPG, each with its
 *                          pictures a second ("YUYV@30")
 *   TS_FAKE_V4L2_SIZES     "640x480 1280x720"; "64x64-1920x1080" is everything in
 *                          between in steps of 16; empty: it has no such list, and
 *                          takes 640x480 whatever is asked
 *   TS_FAKE_V4L2_FPS       ticks a second, whatever it says of itself (30)
 *   TS_FAKE_V4L2_PICTURE   a file with the bytes of one frame, read for every
 *                          frame; else GREY, NV12 and YUYV have the luma
 *                          x + 2 y + 16 sequence modulo 256
 *   TS_FAKE_V4L2_CONTROLS  what can be set, each by its V4L2 number and its range
 *                          ("980918:0-3 9a090a:0-250/5": in steps of 5); menus have
 *                          all items of the range but those in "!2"
 *   TS_FAKE_V4L2_SET       a file to which a line "980918=3" is added when one is
 *   TS_FAKE_V4L2_CONTROL   a file with one word, read at every call:
 *     unplugged            the device is gone
 *     freeze               no more frames
 *     error                every buffer is flagged as damaged
 *     eio                  taking a buffer fails
 *     burst                three frames at every tick
 */

/* Between the device and the C functions that programs reach it by. All of it
 * stays inside the library: nothing of it may meet a name of the program's. */
#pragma GCC visibility push(hidden)

/** Is it the path of the device? */
bool fake_is_device(const char *path);

/** Is it the device's open descriptor? */
bool fake_is_open(int fd);

/** As open(), close() and ioctl() of the device: -1 and errno when they fail. */
int fake_open(void);
void fake_close(void);
int fake_answer(unsigned long request, void *argument);

/** As ioctl() of its controls; and what they are, from the environment. */
int fake_control(unsigned long request, void *argument);
void fake_read_controls(void);

/** The file that the device's buffers are parts of. */
int fake_memory(void);

#pragma GCC visibility pop

#endif
