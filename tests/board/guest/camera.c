/* The camera of the virtual board: shows a picture, read anew whenever its file changes,
 * through a V4L2 output device (v4l2loopback) as YUYV. No file is a dark room.
 * usage: board-camera DEVICE PICTURE.ppm WIDTHxHEIGHT FRAMES_A_SECOND */

#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { USAGE = 64, SIDE_MAX = 4096, BLACK = 32, COLOURLESS = 128 };

struct frame {
    unsigned width, height;
    uint8_t *yuyv;
};

struct source {
    unsigned width, height;
    uint8_t *rgb;
};

static int
fail(const char *what)
{
    perror(what);
    return 1;
}

static bool
read_ppm(struct source *source, FILE *file)
{
    unsigned most = 0;
    if (fscanf(file, "P6 %u %u %u", &source->width, &source->height, &most) != 3
        || most != 255 || fgetc(file) == EOF || source->width == 0 || source->height == 0
        || source->width > SIDE_MAX || source->height > SIDE_MAX)
        return false;
    size_t size = (size_t)source->width * source->height * 3;
    source->rgb = malloc(size);
    if (source->rgb && fread(source->rgb, 1, size, file) == size)
        return true;
    free(source->rgb);
    return false;
}

/* Grey is enough for a code, and what a reader sees first. */
static uint8_t
luma(const uint8_t *rgb)
{
    return (uint8_t)(16 + (66 * rgb[0] + 129 * rgb[1] + 25 * rgb[2] + 128) / 256);
}

static void
clear(struct frame *frame)
{
    size_t size = (size_t)frame->width * frame->height * 2;
    for (size_t i = 0; i < size; i += 2) {
        frame->yuyv[i] = BLACK;
        frame->yuyv[i + 1] = COLOURLESS;
    }
}

/* As large as it fits, in the middle. */
static void
draw(struct frame *frame, const struct source *source)
{
    unsigned width = frame->width;
    unsigned height = source->height * frame->width / source->width;
    if (height > frame->height) {
        height = frame->height;
        width = source->width * frame->height / source->height;
    }
    unsigned left = (frame->width - width) / 2;
    unsigned top = (frame->height - height) / 2;
    for (unsigned y = 0; y < height; y++)
        for (unsigned x = 0; x < width; x++) {
            size_t from = (size_t)(y * source->height / height) * source->width
                          + x * source->width / width;
            size_t to = (size_t)(top + y) * frame->width + left + x;
            frame->yuyv[to * 2] = luma(source->rgb + from * 3);
        }
}

static void
show(struct frame *frame, const char *path)
{
    struct source source = { 0 };
    FILE *file = fopen(path, "rb");
    clear(frame);
    if (!file)
        return;
    if (read_ppm(&source, file)) {
        draw(frame, &source);
        free(source.rgb);
    }
    fclose(file);
}

/* One grey in a thousand flickers: a real sensor never sends the very same picture, and
 * the kiosk takes a camera that does for one that hangs. */
static void
add_noise(struct frame *frame, uint32_t *random)
{
    size_t count = (size_t)frame->width * frame->height;
    for (size_t i = 0; i < count; i += 997) {
        *random = *random * 1664525u + 1013904223u;
        size_t at = (i + *random % 997) % count * 2;
        frame->yuyv[at] = (uint8_t)(frame->yuyv[at] ^ 1u);
    }
}

static bool
set_format(int device, const struct frame *frame)
{
    struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_OUTPUT };
    format.fmt.pix.width = frame->width;
    format.fmt.pix.height = frame->height;
    format.fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    format.fmt.pix.bytesperline = frame->width * 2;
    format.fmt.pix.sizeimage = frame->width * frame->height * 2;
    return ioctl(device, VIDIOC_S_FMT, &format) == 0
           && format.fmt.pix.width == frame->width
           && format.fmt.pix.height == frame->height;
}

static bool
is_changed(struct stat *last, const char *path)
{
    struct stat found = { 0 };
    if (stat(path, &found) != 0)
        memset(&found, 0, sizeof(found));
    bool is_same = found.st_ino == last->st_ino && found.st_size == last->st_size
                   && found.st_mtim.tv_sec == last->st_mtim.tv_sec
                   && found.st_mtim.tv_nsec == last->st_mtim.tv_nsec;
    *last = found;
    return !is_same;
}

static int
run(int device, struct frame *frame, const char *path, long rate)
{
    const struct timespec pause = { 0, 999999999L / rate };
    struct stat last = { 0 };
    uint32_t random = 1;
    size_t size = (size_t)frame->width * frame->height * 2;
    clear(frame);
    for (;;) {
        if (is_changed(&last, path))
            show(frame, path);
        add_noise(frame, &random);
        if (write(device, frame->yuyv, size) != (ssize_t)size)
            return fail("write");
        nanosleep(&pause, NULL);
    }
}

int
main(int argc, char **argv)
{
    struct frame frame = { 0 };
    long rate = argc == 5 ? strtol(argv[4], NULL, 10) : 0;
    if (rate < 1 || rate > 60
        || sscanf(argv[3], "%ux%u", &frame.width, &frame.height) != 2 || frame.width == 0
        || frame.height == 0 || frame.width > SIDE_MAX || frame.height > SIDE_MAX) {
        fputs("usage: board-camera DEVICE PICTURE.ppm WIDTHxHEIGHT FRAMES_A_SECOND\n",
              stderr);
        return USAGE;
    }
    int device = open(argv[1], O_RDWR | O_CLOEXEC);
    if (device < 0 || !set_format(device, &frame))
        return fail(argv[1]);
    frame.yuyv = malloc((size_t)frame.width * frame.height * 2);
    return frame.yuyv ? run(device, &frame, argv[2], rate) : fail("memory");
}
