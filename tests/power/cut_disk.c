#include "tests/power/cut_disk.h"

#include "tests/power/disk_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 4096 };

struct event {
    struct ts_disk_record head;
    const uint8_t *bytes;
    uint64_t end; /* in the log */
};

struct bytes {
    uint8_t *at;
    size_t len;
};

struct ts_cut_disk {
    struct bytes flushed; /* the medium, up to event number applied */
    struct bytes found;   /* the same, with what landed of the rest */
    struct bytes log;
    struct event *events;
    size_t count;
    size_t applied;
};

static bool
read_file(struct bytes *content, const char *path)
{
    struct stat found;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &found) != 0)
        return false;
    content->len = (size_t)found.st_size;
    content->at = malloc(content->len ? content->len : 1);
    size_t used = 0;
    while (content->at && used < content->len) {
        ssize_t got = read(file, content->at + used, content->len - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    close(file);
    return content->at && used == content->len;
}

/* The event at offset; false when the log does not hold all of it, or the disk not. */
static bool
read_event(const struct ts_cut_disk *disk, struct event *event, size_t offset)
{
    size_t left = disk->log.len - offset;
    if (left < sizeof(event->head))
        return false;
    memcpy(&event->head, disk->log.at + offset, sizeof(event->head));
    left -= sizeof(event->head);
    size_t len = (size_t)event->head.len;
    bool is_flush = event->head.what == TS_DISK_FLUSH && len == 0;
    bool is_write = event->head.what == TS_DISK_WRITE && len <= left
                    && event->head.offset <= disk->flushed.len
                    && len <= disk->flushed.len - event->head.offset;
    event->bytes = disk->log.at + offset + sizeof(event->head);
    event->end = offset + sizeof(event->head) + len;
    return is_flush || is_write;
}

static bool
read_events(struct ts_cut_disk *disk)
{
    size_t room = disk->log.len / sizeof(struct ts_disk_record) + 1;
    size_t offset = 0;
    disk->events = calloc(room, sizeof(*disk->events));
    if (!disk->events)
        return false;
    while (offset < disk->log.len) {
        struct event *event = &disk->events[disk->count];
        if (!read_event(disk, event, offset))
            return false;
        offset = (size_t)event->end;
        disk->count++;
    }
    return disk->count > 0;
}

struct ts_cut_disk *
ts_cut_disk_open(const char *image_path, const char *log_path)
{
    struct ts_cut_disk *disk = calloc(1, sizeof(*disk));
    if (!disk)
        return NULL;
    if (read_file(&disk->flushed, image_path) && read_file(&disk->log, log_path)
        && read_events(disk)) {
        disk->found.len = disk->flushed.len;
        disk->found.at = malloc(disk->found.len);
        if (disk->found.at)
            return disk;
    }
    fprintf(stderr, "power-cut: %s or %s cannot be used\n", image_path, log_path);
    ts_cut_disk_close(disk);
    return NULL;
}

void
ts_cut_disk_close(struct ts_cut_disk *disk)
{
    if (!disk)
        return;
    free(disk->flushed.at);
    free(disk->found.at);
    free(disk->log.at);
    free(disk->events);
    free(disk);
}

size_t
ts_cut_disk_events(const struct ts_cut_disk *disk)
{
    return disk->count;
}

uint64_t
ts_cut_disk_position(const struct ts_cut_disk *disk, size_t event)
{
    return disk->events[event].end;
}

uint64_t
ts_cut_random(uint64_t *random)
{
    /* Marsaglia's xorshift64. */
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void
land(struct bytes *medium, const struct event *event)
{
    if (event->head.what == TS_DISK_WRITE)
        memcpy(medium->at + event->head.offset, event->bytes, (size_t)event->head.len);
}

static void
land_some(struct bytes *medium, const struct event *event, uint64_t *random)
{
    for (uint64_t at = 0; at < event->head.len; at += BLOCK) {
        uint64_t len = event->head.len - at < BLOCK ? event->head.len - at : BLOCK;
        if (ts_cut_random(random) >> 63)
            memcpy(medium->at + event->head.offset + at, event->bytes + at, (size_t)len);
    }
}

/* Brings the medium up to the last flush that is not after event. */
static void
flush_until(struct ts_cut_disk *disk, size_t event)
{
    size_t last = event + 1;
    while (last > disk->applied && disk->events[last - 1].head.what != TS_DISK_FLUSH)
        last--;
    for (; disk->applied < last; disk->applied++)
        land(&disk->flushed, &disk->events[disk->applied]);
}

static bool
write_file(const char *path, const struct bytes *content)
{
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    size_t used = 0;
    while (file >= 0 && used < content->len) {
        ssize_t put = write(file, content->at + used, content->len - used);
        if (put <= 0)
            break;
        used += (size_t)put;
    }
    return file >= 0 && close(file) == 0 && used == content->len;
}

bool
ts_cut_disk_write(struct ts_cut_disk *disk, const char *path, size_t event,
                  enum ts_cut_fate fate, uint64_t *random)
{
    flush_until(disk, event);
    memcpy(disk->found.at, disk->flushed.at, disk->found.len);
    for (size_t i = disk->applied; i <= event; i++) {
        switch (fate) {
        case TS_CUT_ALL_LANDED: land(&disk->found, &disk->events[i]); break;
        case TS_CUT_SOME_LANDED: land_some(&disk->found, &disk->events[i], random); break;
        case TS_CUT_NONE_LANDED: break;
        }
    }
    return write_file(path, &disk->found);
}
