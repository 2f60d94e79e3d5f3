#include "deploy/contexts/generate.h"

#include <stdlib.h>
#include <string.h>

static bool
same_term(const struct ts_ld_term *a, const struct ts_ld_term *b)
{
    return ts_span_equal(a->name, b->name) && ts_span_equal(a->iri, b->iri)
           && ts_span_equal(a->type, b->type) && ts_span_equal(a->language, b->language)
           && ts_span_equal(a->index, b->index) && ts_span_equal(a->nest, b->nest)
           && a->container == b->container && a->direction == b->direction
           && a->has_language == b->has_language && a->has_direction == b->has_direction
           && a->prefix == b->prefix && a->is_protected == b->is_protected
           && a->reverse == b->reverse && a->iri_open == b->iri_open
           && a->type_open == b->type_open
           && (a->scoped == b->scoped
               || (a->scoped && b->scoped && a->scoped->kind == TS_LD_CONTEXT_NULL
                   && b->scoped->kind == TS_LD_CONTEXT_NULL));
}

static bool
same_table(const struct ts_ld_table *a, const struct ts_ld_table *b)
{
    bool same = a->count == b->count && a->open_count == b->open_count
                && a->has_vocab == b->has_vocab && ts_span_equal(a->vocab, b->vocab)
                && a->has_language == b->has_language
                && ts_span_equal(a->language, b->language)
                && a->has_direction == b->has_direction && a->direction == b->direction
                && a->no_propagation == b->no_propagation && a->protects == b->protects;
    for (size_t i = 0; same && i < a->open_count; i++)
        same = ts_span_equal(a->opens[i].prefix, b->opens[i].prefix)
               && ts_span_equal(a->opens[i].iri, b->opens[i].iri);
    for (size_t i = 0; same && i < a->count; i++)
        same = same_term(&a->terms[i], &b->terms[i]);
    return same;
}

const struct unique *
find_unique(const struct product *product, const struct ts_ld_context *context)
{
    for (size_t i = 0; i < product->unique_count; i++)
        if (same_table(product->uniques[i].context->table, context->table))
            return &product->uniques[i];
    return NULL;
}

static const char *
name_of(const struct product *product, const struct ts_ld_context *context)
{
    size_t i = 0;
    if (context->kind == TS_LD_CONTEXT_NULL)
        return "ts_ld_known_null";
    while (product->uniques[i].context != context)
        i++;
    return product->uniques[i].name;
}

static void
write_text(FILE *out, const char *member, ts_span text)
{
    if (text.len)
        (void)fprintf(out, ", .%s = S(\"%.*s\")", member, TS_SPAN_ARG(text));
}

static void
write_flag(FILE *out, const char *member, bool value)
{
    if (value)
        (void)fprintf(out, ", .%s = true", member);
}

static void
write_number(FILE *out, const char *member, unsigned value)
{
    if (value)
        (void)fprintf(out, ", .%s = %u", member, value);
}

static void
write_term(FILE *out, const struct product *product, const struct ts_ld_term *term)
{
    (void)fprintf(out, "    { .name = S(\"%.*s\"), .hash = 0x%08x",
                  TS_SPAN_ARG(term->name), (unsigned)term->hash);
    write_text(out, "iri", term->iri);
    write_text(out, "type", term->type);
    write_text(out, "language", term->language);
    write_text(out, "index", term->index);
    write_text(out, "nest", term->nest);
    if (term->scoped)
        (void)fprintf(out, ", .scoped = &%s", name_of(product, term->scoped));
    write_number(out, "container", term->container);
    write_number(out, "direction", term->direction);
    write_flag(out, "has_language", term->has_language);
    write_flag(out, "has_direction", term->has_direction);
    write_flag(out, "prefix", term->prefix);
    write_flag(out, "is_protected", term->is_protected);
    write_flag(out, "reverse", term->reverse);
    write_number(out, "iri_open", term->iri_open);
    write_number(out, "type_open", term->type_open);
    (void)fputs(" },\n", out);
}

static void
write_arrays(FILE *out, const struct product *product, const struct unique *unique)
{
    const struct ts_ld_table *table = unique->context->table;
    if (table->count) {
        (void)fprintf(out, "static const struct ts_ld_term %s_terms[] = {\n",
                      unique->name + strlen("ts_ld_known_"));
        for (size_t i = 0; i < table->count; i++)
            write_term(out, product, &table->terms[i]);
        (void)fputs("};\n", out);
    }
    (void)fprintf(out, "static const uint16_t %s_slots[] = {\n    ",
                  unique->name + strlen("ts_ld_known_"));
    for (size_t i = 0; i <= table->mask; i++)
        (void)fprintf(out, "%u,%s", table->slots[i],
                      i == table->mask ? "\n"
                      : i % 32 == 31   ? "\n    "
                                       : " ");
    (void)fputs("};\n", out);
    if (table->open_count) {
        (void)fprintf(out, "static const struct ts_ld_open %s_opens[] = {\n",
                      unique->name + strlen("ts_ld_known_"));
        for (size_t i = 0; i < table->open_count; i++) {
            (void)fprintf(out, "    { .prefix = S(\"%.*s\")",
                          TS_SPAN_ARG(table->opens[i].prefix));
            write_text(out, "iri", table->opens[i].iri);
            (void)fputs(" },\n", out);
        }
        (void)fputs("};\n", out);
    }
}

static void
write_unique(FILE *out, const struct product *product, const struct unique *unique)
{
    const struct ts_ld_table *table = unique->context->table;
    const char *local = unique->name + strlen("ts_ld_known_");
    write_arrays(out, product, unique);
    (void)fprintf(out,
                  "static const struct ts_ld_table %s_table = {\n    .slots = %s_slots",
                  local, local);
    write_number(out, "mask", table->mask);
    if (table->count)
        (void)fprintf(out, ", .terms = %s_terms, .count = %u", local, table->count);
    if (table->open_count)
        (void)fprintf(out, ", .opens = %s_opens, .open_count = %u", local,
                      table->open_count);
    write_text(out, "vocab", table->vocab);
    write_text(out, "language", table->language);
    write_number(out, "direction", table->direction);
    write_flag(out, "has_vocab", table->has_vocab);
    write_flag(out, "has_language", table->has_language);
    write_flag(out, "has_direction", table->has_direction);
    write_flag(out, "no_propagation", table->no_propagation);
    write_flag(out, "protects", table->protects);
    (void)fprintf(out,
                  "\n};\n%sconst struct ts_ld_context %s = {\n"
                  "    .kind = TS_LD_CONTEXT_TABLE, .table = &%s_table\n};\n\n",
                  unique->is_shared ? "" : "static ", unique->name, local);
}

static void
write_top(FILE *out)
{
    (void)fputs("/* clang-format off */\n"
                "/* Generated by deploy/contexts; not to be changed by hand.\n *\n",
                out);
}

void
write_source(FILE *out, const struct product *product, size_t file)
{
    const struct source *source = &product->sources[file];
    write_top(out);
    for (size_t i = file; i < product->source_count; i++)
        if (product->sources[i].table == source->table)
            (void)fprintf(out, " * %s\n *   from %s, %s\n", product->sources[i].iri,
                          product->sources[i].package, product->sources[i].path);
    (void)fputs(" */\n#include \"keys/proof/linked_data/known_contexts_tables.h\"\n\n",
                out);
    for (size_t i = 0; i < product->unique_count; i++)
        if (product->uniques[i].file == file)
            write_unique(out, product, &product->uniques[i]);
}

void
write_header(FILE *out, const struct product *product)
{
    write_top(out);
    (void)fputs(
        " * What the generated tables share; only known_contexts*.c include this.\n"
        " */\n#ifndef TS_LINKED_DATA_KNOWN_CONTEXTS_TABLES_H\n"
        "#define TS_LINKED_DATA_KNOWN_CONTEXTS_TABLES_H\n\n"
        "#include \"keys/proof/linked_data/known_contexts.h\"\n\n"
        "#define S(text) { (const uint8_t *)(\"\" text), sizeof(text) - 1 }\n\n"
        "extern const struct ts_ld_context ts_ld_known_null;\n",
        out);
    for (size_t i = 0; i < product->unique_count; i++)
        if (product->uniques[i].is_shared)
            (void)fprintf(out, "extern const struct ts_ld_context %s;\n",
                          product->uniques[i].name);
    (void)fputs("\n#endif\n", out);
}

static int
by_iri(const void *a, const void *b)
{
    const struct source *const *one = a;
    const struct source *const *other = b;
    return strcmp((*one)->iri, (*other)->iri);
}

void
write_list(FILE *out, const struct product *product)
{
    const struct source *sorted[TS_COUNT(product->sources)];
    for (size_t i = 0; i < product->source_count; i++)
        sorted[i] = &product->sources[i];
    qsort(sorted, product->source_count, sizeof(const struct source *), by_iri);
    write_top(out);
    (void)fputs(" * Their sources are named in their files.\n */\n"
                "#include \"keys/proof/linked_data/known_contexts_tables.h\"\n\n"
                "const struct ts_ld_context ts_ld_known_null = { .kind = "
                "TS_LD_CONTEXT_NULL };\n\n"
                "const struct ts_ld_known ts_ld_known_contexts[] = {\n",
                out);
    for (size_t i = 0; i < product->source_count; i++)
        (void)fprintf(out, "    { S(\"%s\"), &%s },\n", sorted[i]->iri,
                      product->uniques[sorted[i]->table].name);
    (void)fputs("};\n\nconst size_t ts_ld_known_contexts_count =\n"
                "    sizeof(ts_ld_known_contexts) / sizeof(ts_ld_known_contexts[0]);\n",
                out);
}
