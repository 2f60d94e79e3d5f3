#include "keys/crypto/digest.h"
#include "keys/proof/linked_data/linked_data.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Prints of each credential the SHA-256 of its canonical form without its proof,
 * or why it has none: "FILE DIGEST" a line.
 */

enum { MEMORY = 16 * 1024 * 1024, FILE_MAX = 1024 * 1024 };

static bool
read_file(struct ts_arena *arena, ts_span *bytes, const char *path)
{
    ts_room rest = ts_arena_rest(arena);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t len = fread(rest.at, 1, rest.len < FILE_MAX ? rest.len : FILE_MAX, file);
    fclose(file);
    ts_arena_keep(arena, len);
    *bytes = (ts_span){ rest.at, len };
    return len < FILE_MAX;
}

static bool
print_one(struct ts_arena *arena, const char *path)
{
    const struct ts_ld_options options = { .without = "proof" };
    const struct ts_json *document;
    struct ts_ld_trouble trouble = { 0 };
    uint8_t digest[TS_SHA256_SIZE];
    ts_span bytes;
    ts_span nquads;
    if (!read_file(arena, &bytes, path))
        return false;
    enum ts_status status = ts_json_parse(arena, &document, bytes, NULL);
    if (status == TS_OK)
        status =
            ts_ld_canonical(arena, &nquads, document, &options, TS_RDFC_SHA256, &trouble);
    printf("%s ", path);
    if (status != TS_OK) {
        printf("%s %s %.*s\n", ts_status_name(status), trouble.rule ? trouble.rule : "",
               TS_SPAN_ARG(trouble.name));
        return true;
    }
    ts_sha256(digest, nquads);
    for (size_t i = 0; i < sizeof(digest); i++)
        printf("%02x", digest[i]);
    putchar('\n');
    return true;
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
