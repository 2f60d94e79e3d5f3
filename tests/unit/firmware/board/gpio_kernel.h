#ifndef TS_TEST_GPIO_KERNEL_H
#define TS_TEST_GPIO_KERNEL_H

/*
 * A kernel with one chip of 32 lines, called "board". It stands in front of the C
 * library's ioctl() for the whole program, and every descriptor of lines is a pipe: what
 * is written into it is read and polled as an event. Its threads meet under one lock.
 */

#include "tests/support/support.h"

#include <errno.h>
#include <linux/gpio.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHIP_LINES = 32 };

static struct {
    bool no_lines, no_inputs, no_set, unplugged;
    int error;                                   /* of what is refused */
    struct gpio_v2_line_request outputs, inputs; /* taken last */
    int output_end, input_end;                   /* the ends that are written to */
    int taken;                                   /* how often outputs were */
    uint64_t lit;                                /* By line offset, logically. */
    uint64_t seen[64];                           /* what lit became, in turn */
    size_t seen_count;
    int sets;
} kernel = { .output_end = -1, .input_end = -1 };

static pthread_mutex_t kernel_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t kernel_moved = PTHREAD_COND_INITIALIZER;

static char devices[] = "/tmp/ts-gpio-XXXXXX";

static inline int
kernel_refuses(int error)
{
    errno = error;
    return -1;
}

static inline void
kernel_light(uint64_t lit)
{
    if (kernel.seen_count == 0 || kernel.seen[kernel.seen_count - 1] != lit) {
        assert_true(kernel.seen_count < TS_COUNT(kernel.seen));
        kernel.seen[kernel.seen_count++] = lit;
    }
    kernel.lit = lit;
}

/* What the kernel would refuse as well. */
static inline void
kernel_checks(const struct gpio_v2_line_request *request)
{
    assert_in_range(request->num_lines, 1, 8);
    assert_in_range(request->config.num_attrs, 0, GPIO_V2_LINE_NUM_ATTRS_MAX);
    for (uint32_t i = 0; i < request->num_lines; i++)
        assert_in_range(request->offsets[i], 0, CHIP_LINES - 1);
    for (uint32_t i = 0; i < request->config.num_attrs; i++) {
        assert_int_equal(request->config.attrs[i].mask >> request->num_lines, 0);
        assert_int_not_equal(request->config.attrs[i].attr.id, 0);
    }
}

static inline int
kernel_get_lines(struct gpio_v2_line_request *request)
{
    int ends[2];
    bool is_input = request->config.flags & GPIO_V2_LINE_FLAG_INPUT;
    if (kernel.no_lines || (kernel.no_inputs && is_input))
        return kernel_refuses(kernel.error);
    kernel_checks(request);
    if (pipe(ends) != 0)
        return -1;
    request->fd = ends[0];
    if (is_input) {
        kernel.inputs = *request;
        kernel.input_end = ends[1];
    } else {
        kernel.outputs = *request;
        kernel.output_end = ends[1];
        kernel.taken++;
        kernel_light(0);
    }
    return 0;
}

static inline int
kernel_set_values(int fd, const struct gpio_v2_line_values *values)
{
    uint64_t lit = 0;
    if (kernel.unplugged)
        return kernel_refuses(ENODEV);
    if (kernel.no_set)
        return kernel_refuses(EIO);
    assert_int_equal(fd, kernel.outputs.fd);
    assert_int_equal(values->mask, (UINT64_C(1) << kernel.outputs.num_lines) - 1);
    for (uint32_t i = 0; i < kernel.outputs.num_lines; i++)
        lit |= (values->bits >> i & 1) << kernel.outputs.offsets[i];
    kernel_light(lit);
    kernel.sets++;
    return 0;
}

static inline int
kernel_line_info(struct gpio_v2_line_info *info)
{
    assert_in_range(info->offset, 0, CHIP_LINES - 1);
    info->flags = info->offset == 9 ? GPIO_V2_LINE_FLAG_USED : 0;
    strcpy(info->consumer, info->offset == 9 ? "spi0 CS0" : "");
    return 0;
}

static inline int
kernel_chip_info(struct gpiochip_info *info)
{
    *info = (struct gpiochip_info){ .name = "gpiochip7",
                                    .label = "board",
                                    .lines = CHIP_LINES };
    if (kernel.unplugged)
        strcpy(info->label, "other");
    return 0;
}

static inline int
kernel_answers(int fd, unsigned long request, void *argument)
{
    switch (request) {
    case GPIO_V2_GET_LINE_IOCTL: return kernel_get_lines(argument);
    case GPIO_V2_LINE_SET_VALUES_IOCTL: return kernel_set_values(fd, argument);
    case GPIO_V2_LINE_GET_VALUES_IOCTL:
        return kernel.unplugged ? kernel_refuses(ENODEV) : 0;
    case GPIO_V2_GET_LINEINFO_IOCTL: return kernel_line_info(argument);
    default: break;
    }
    assert_int_equal(request, GPIO_GET_CHIPINFO_IOCTL);
    return kernel_chip_info(argument);
}

int
ioctl(int fd, unsigned long request, ...)
{
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    pthread_mutex_lock(&kernel_lock);
    int result = kernel_answers(fd, request, argument);
    int error = errno;
    pthread_cond_broadcast(&kernel_moved);
    pthread_mutex_unlock(&kernel_lock);
    errno = error;
    return result;
}

/* Somebody presses the button, or lets go of it. */
static inline void
kernel_edge(uint32_t id)
{
    struct gpio_v2_line_event event = { .id = id, .offset = kernel.inputs.offsets[0] };
    assert_int_equal(write(kernel.input_end, &event, sizeof(event)), sizeof(event));
}

static inline uint64_t
kernel_flags_of(const struct gpio_v2_line_request *request, uint32_t offset)
{
    for (uint32_t i = 0; i < request->config.num_attrs; i++) {
        const struct gpio_v2_line_config_attribute *a = &request->config.attrs[i];
        for (uint32_t line = 0; line < request->num_lines; line++)
            if (request->offsets[line] == offset && a->mask >> line & 1
                && a->attr.id == GPIO_V2_LINE_ATTR_ID_FLAGS)
                return a->attr.flags;
    }
    return request->config.flags;
}

static inline int
make_devices(void **state)
{
    char path[64];
    (void)state;
    if (!mkdtemp(devices))
        return -1;
    snprintf(path, sizeof(path), "%s/gpiochip7", devices);
    return symlink("/dev/null", path);
}

static inline int
remove_devices(void **state)
{
    char path[64];
    (void)state;
    snprintf(path, sizeof(path), "%s/gpiochip7", devices);
    return unlink(path) || rmdir(devices);
}

static inline int
reset_kernel(void **state)
{
    (void)state;
    if (kernel.output_end >= 0)
        close(kernel.output_end);
    if (kernel.input_end >= 0)
        close(kernel.input_end);
    memset(&kernel, 0, sizeof(kernel));
    kernel.output_end = kernel.input_end = -1;
    kernel.error = EBUSY;
    return 0;
}

#endif
