/*
 * Contexts in JSON to tables in C: touchstone-contexts SOURCES FOLDER OUT reads
 * FOLDER/NAME.json and writes OUT/known_contexts*. What a context means is found out
 * by the same code that reads one from a document.
 */
#include "deploy/contexts/generate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static uint8_t memory[64 << 20];
static struct ts_arena arena = { memory, sizeof(memory), 0 };
static struct product product;

static void
die(const char *what, const char *name)
{
    (void)fprintf(stderr, "%s: %s\n", name, what);
    exit(1);
}

static FILE *
open_file(const char *mode, const char *folder, const char *name, const char *ending)
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/%s%s", folder, name, ending);
    FILE *file = fopen(path, mode);
    if (!file)
        die("cannot be opened", path);
    return file;
}

static const struct ts_json *
read_context(const char *folder, const char *name)
{
    FILE *file = open_file("rb", folder, name, ".json");
    ts_room rest = ts_arena_rest(&arena);
    size_t len = fread(rest.at, 1, rest.len / 2, file);
    const struct ts_json *document;
    (void)fclose(file);
    ts_arena_keep(&arena, len);
    if (ts_json_parse(&arena, &document, (ts_span){ rest.at, len }, NULL) != TS_OK)
        die("no JSON", name);
    return ts_json_member(document, "@context");
}

static void
read_sources(const char *path)
{
    char line[512];
    FILE *file = fopen(path, "r");
    if (!file)
        die("cannot be opened", path);
    while (fgets(line, sizeof(line), file)) {
        struct source *s = &product.sources[product.source_count];
        if (line[0] == '#')
            continue;
        if (product.source_count == TS_COUNT(product.sources)
            || sscanf(line, "%63s %159s %95s %95s", s->name, s->iri, s->package, s->path)
                   != 4)
            die("not four words", line);
        for (size_t i = 0; i < product.source_count && !s->is_again; i++)
            s->is_again = strcmp(product.sources[i].name, s->name) == 0;
        product.source_count++;
    }
    (void)fclose(file);
}

static const struct ts_ld_context *
compile(const struct ts_json *json, const char *name)
{
    const struct ts_ld_options options = { .safe = true };
    struct ts_ld_trouble trouble = { 0 };
    struct ts_ld_run run = { .arena = &arena, .options = &options, .trouble = &trouble };
    const struct ts_ld_context local = { .kind = TS_LD_CONTEXT_JSON, .json = json };
    const struct ts_ld_context *compiled = NULL;
    struct ts_ld_active *active = ts_ld_active_new(&run);
    if (!active || ts_ld_context_compile(&run, &compiled, active, &local) != TS_OK)
        die(trouble.rule ? trouble.rule : "refused", name);
    return compiled;
}

/* Terms in the arena are ours; the table's view of them is what others see. */
static struct ts_ld_term *
own_terms(const struct ts_ld_table *table)
{
    struct ts_ld_term *terms = ts_arena_take_array(&arena, table->count, sizeof(*terms));
    if (!terms)
        die("memory is full", "arena");
    if (table->count)
        memcpy(terms, table->terms, table->count * sizeof(*terms));
    return terms;
}

static const struct ts_ld_context *
make_unique(const struct ts_ld_context *context, const char *name, size_t file);

static const struct ts_ld_context *
make_scoped_unique(const struct ts_ld_context *scoped, const char *name, ts_span term,
                   size_t file)
{
    char inner[160];
    if (!scoped || scoped->kind == TS_LD_CONTEXT_NULL)
        return scoped;
    (void)snprintf(inner, sizeof(inner), "%s_%.*s", name, TS_SPAN_ARG(term));
    return make_unique(scoped, inner, file);
}

static const struct ts_ld_context *
make_unique(const struct ts_ld_context *context, const char *name, size_t file)
{
    if (context->kind != TS_LD_CONTEXT_TABLE || context->next)
        die("a table cannot say this", name);
    struct ts_ld_table *table = ts_arena_take(&arena, sizeof(*table));
    struct ts_ld_context *own = ts_arena_take(&arena, sizeof(*own));
    if (!table || !own)
        die("memory is full", name);
    struct ts_ld_term *terms = own_terms(context->table);
    for (size_t i = 0; i < context->table->count; i++)
        terms[i].scoped = make_scoped_unique(terms[i].scoped, name, terms[i].name, file);
    *table = *context->table;
    table->terms = terms;
    *own = (struct ts_ld_context){ .kind = TS_LD_CONTEXT_TABLE, .table = table };

    const struct unique *same = find_unique(&product, own);
    if (same) {
        struct unique *found = &product.uniques[same - product.uniques];
        found->is_shared |= found->file != file;
        return found->context;
    }
    if (product.unique_count == TS_COUNT(product.uniques))
        die("too many tables", name);
    struct unique *added = &product.uniques[product.unique_count++];
    added->context = own;
    added->file = file;
    (void)snprintf(added->name, sizeof(added->name), "ts_ld_known_%s", name);
    for (char *at = added->name; *at; at++)
        if (!isalnum((unsigned char)*at))
            *at = '_';
    return own;
}

static void
take_source(const char *folder, size_t file)
{
    struct source *source = &product.sources[file];
    const struct ts_json *json = read_context(folder, source->name);
    const struct ts_ld_context *own =
        make_unique(compile(json, source->name), source->name, file);
    size_t i = 0;
    while (product.uniques[i].context != own)
        i++;
    product.uniques[i].is_shared = true;
    source->table = i;
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: touchstone-contexts SOURCES FOLDER OUT", argv[0]);
    read_sources(argv[1]);
    for (size_t i = 0; i < product.source_count; i++)
        take_source(argv[2], i);
    for (size_t i = 0; i < product.source_count; i++) {
        char name[96];
        if (product.sources[i].is_again
            || product.uniques[product.sources[i].table].file != i)
            continue;
        (void)snprintf(name, sizeof(name), "known_contexts_%s", product.sources[i].name);
        FILE *out = open_file("w", argv[3], name, ".c");
        write_source(out, &product, i);
        (void)fclose(out);
    }
    FILE *header = open_file("w", argv[3], "known_contexts_tables", ".h");
    write_header(header, &product);
    (void)fclose(header);
    FILE *list = open_file("w", argv[3], "known_contexts", ".c");
    write_list(list, &product);
    (void)fclose(list);
    return 0;
}
