#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/cbor_ld.h"

#include <stdio.h>
#include <stdlib.h>

/* Prints of each file of CBOR-LD its JSON, or why it has none: a line a file. */

enum { MEMORY = 1024 * 1024, FILE_MAX = 64 * 1024 };

static bool
read_file(struct ts_arena *arena, ts_span *bytes, const char *path)
{
    ts_room rest = ts_arena_rest(arena);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t len = fread(rest.at, 1, FILE_MAX, file);
    fclose(file);
    ts_arena_keep(arena, len);
    *bytes = (ts_span){ rest.at, len };
    return true;
}

static bool
print_one(struct ts_arena *arena, const char *path)
{
    const struct ts_json *document;
    struct ts_ld_trouble trouble = { .rule = NULL };
    ts_span bytes;
    if (!read_file(arena, &bytes, path))
        return false;
    enum ts_status status = ts_cbor_ld_read(arena, &document, bytes, NULL, &trouble);
    if (status != TS_OK) {
        printf("\"%s %s %.*s\"\n", ts_status_name(status),
               trouble.rule ? trouble.rule : "", TS_SPAN_ARG(trouble.name));
        return true;
    }
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_json_write(&w, document);
    printf("%.*s\n", TS_SPAN_ARG(ts_writer_span(&w)));
    return !w.full;
}

int
main(int argc, char **argv)
{
    uint8_t *memory = malloc(MEMORY);
    bool fine = memory != NULL;
    for (int i = 1; fine && i < argc; i++) {
        struct ts_arena arena = ts_arena_over((ts_room){ memory, MEMORY });
        fine = print_one(&arena, argv[i]);
    }
    free(memory);
    return fine ? 0 : 1;
}
