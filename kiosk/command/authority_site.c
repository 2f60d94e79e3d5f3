#include "firmware/base/limits.h"
#include "keys/authority/authority.h"
#include "kiosk/command/authority_folder.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

/* What a site adds besides issuers and their lists: linked data contexts, and which
 * achievements count as the same. */

/** What one of these does with the authority's folder. */
struct site_order {
    struct ts_arena arena;
    struct ts_store *store;
    char **operands; /**< After the folder. */
};

static int
with_authority(const struct ts_operands *operands, int (*act)(struct site_order *order))
{
    struct site_order order = { .arena = ts_command_memory(TS_COMMAND_MEMORY),
                                .operands = operands->items + 1 };
    int exit_code = TS_EXIT_DATA;
    order.store = ts_open_authority(&order.arena, operands->items[0], &exit_code);
    if (!order.store)
        return exit_code;
    exit_code = act(&order);
    ts_store_close(order.store);
    return exit_code;
}

static int
report_status(const char *what, enum ts_status status, const struct ts_fault *fault)
{
    if (status == TS_OK)
        return TS_EXIT_DONE;
    if (status == TS_DUPLICATE)
        ts_report("%s: is compiled in, and no site redefines it", what);
    else
        ts_report("%s: %s (%s)", what, ts_status_words(status),
                  fault->rule ? fault->rule : ts_status_name(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

static int
add(struct site_order *order)
{
    const char *url = order->operands[0];
    const char *path = order->operands[1];
    struct ts_fault fault = { 0 };
    ts_span bytes;
    if (!ts_input_read(&order->arena, &bytes, path, TS_SITE_CONTEXT_BYTES_MAX))
        return TS_EXIT_DATA;
    enum ts_status status = ts_authority_put_context(&order->arena, order->store,
                                                     ts_span_text(url), bytes, &fault);
    return report_status(status == TS_DUPLICATE ? url : path, status, &fault);
}

static int
take_away(struct site_order *order)
{
    const char *url = order->operands[0];
    const struct ts_fault none = { 0 };
    enum ts_status status =
        ts_authority_remove_context(&order->arena, order->store, ts_span_text(url));
    return report_status(url, status, &none);
}

static int
list(struct site_order *order)
{
    const ts_span *urls = NULL;
    size_t count = 0;
    const struct ts_fault none = { 0 };
    enum ts_status status =
        ts_authority_contexts(&order->arena, &urls, &count, order->store);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        printf("%.*s\n", TS_SPAN_ARG(urls[i]));
    return report_status("context-urls.txt", status, &none);
}

static const struct {
    const char *name;
    size_t operands; /**< The folder among them. */
    const char *usage;
    int (*act)(struct site_order *order);
} CONTEXT_ACTIONS[] = {
    { "add", 3, "authority context add DIR URL FILE", add },
    { "remove", 2, "authority context remove DIR URL", take_away },
    { "list", 1, "authority context list DIR", list },
};

int
ts_command_authority_context(int argc, char **argv)
{
    struct ts_operands operands;
    for (size_t i = 0; argc > 1 && i < TS_COUNT(CONTEXT_ACTIONS); i++) {
        if (strcmp(argv[1], CONTEXT_ACTIONS[i].name) != 0)
            continue;
        if (!ts_options_read(argc - 1, argv + 1, NULL, 0, &operands)
            || !ts_operands_expect(&operands, CONTEXT_ACTIONS[i].operands,
                                   CONTEXT_ACTIONS[i].usage))
            return TS_EXIT_USAGE;
        return with_authority(&operands, CONTEXT_ACTIONS[i].act);
    }
    ts_report("authority context: say add, remove or list");
    return TS_EXIT_USAGE;
}

static int
keep_equivalences(struct site_order *order)
{
    const char *path = order->operands[0];
    const struct ts_fault none = { 0 };
    ts_span bytes;
    if (!ts_input_read(&order->arena, &bytes, path, TS_EQUIVALENCES_BYTES_MAX))
        return TS_EXIT_DATA;
    enum ts_status status =
        bytes.len ? ts_authority_put_equivalences(&order->arena, order->store, bytes)
                  : TS_MALFORMED;
    return report_status(path, status, &none);
}

static int
drop_equivalences(struct site_order *order)
{
    const struct ts_fault none = { 0 };
    enum ts_status status =
        ts_authority_put_equivalences(&order->arena, order->store, (ts_span){ 0 });
    return report_status("equivalences.json", status, &none);
}

int
ts_command_authority_equivalences(int argc, char **argv)
{
    bool remove = false;
    const struct ts_option options[] = { { .name = "--remove", .flag = &remove } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, remove ? 1 : 2,
                               "authority equivalences DIR (FILE | --remove)"))
        return TS_EXIT_USAGE;
    return with_authority(&operands, remove ? drop_equivalences : keep_equivalences);
}
