#ifndef TS_LINKED_DATA_PLAIN_H
#define TS_LINKED_DATA_PLAIN_H

#include "keys/proof/linked_data/expand.h"

/**
 * Plain form: the one way to write a document whose RDF is signed.
 *
 * A signature over RDF leaves the JSON open. The same statements can be written with
 * other names for the properties (an alias, an IRI), in other nestings, as maps, in
 * parts that lie apart. The signature stays good, and whoever reads members by their
 * names finds another document: one without an end of validity, or without the
 * result "Failed". So only documents in plain form are believed, and what is read is
 * their normal form, in which two writings of the same statements do not differ but in
 * the order of values.
 *
 * Plain form asks:
 *   1  no key begins with "@" but "@context"; a value with a language,
 *      {"@value", "@language"}, is the one exception;
 *   2  a key names one property, as the context in force says, and has no colon in it.
 *      What a compiled-in context has a name for is written by that name, and so is
 *      a type. A class is no property ("Result" for "result");
 *   3  a context written in place gives names of its own, which no compiled-in context
 *      uses, to things of its own; it has no keywords and no @vocab, @base, @language,
 *      @import, @reverse or @nest; no @context is null;
 *   4  ids and references are written in full; no blank node has a label;
 *   5  every value stands where its property's value stands: no maps, no nested
 *      arrays, no @included and @graph;
 *   6  a node with an id carries its properties in one place, which is where the
 *      document's tree has it; elsewhere only members that are meant to refer
 *      refer to it (resultDescription of a result, issuer ...). Profiles and pictures
 *      may be repeated, and an endorsement may name whom it endorses. Graphs are apart;
 *      so are the credentials in the subject of a learner record (ClrCredential), each of
 *      which is judged by what it says itself: there the learner and the achievements
 *      may be described again, but nothing else that the record says.
 *
 * Normal form: an array of one is its value, what has no value (null, an empty array)
 * is left out, an object that has only an id is that id where the term says that text is
 * one (@id, @vocab). What is typed @json stays as it is, and so does what has a proof of
 * its own.
 *
 * Not asked: that numbers and booleans are no strings, but a string typed
 * xsd:boolean is refused; an order of values; that contexts are the issuer's.
 */

/**
 * document: parsed from one text, so that each of its values has an offset of its
 * own; items: what ts_ld_expand() in safe mode made of it.
 *
 * normal gets the document in normal form, in the arena, its members as they stood;
 * it views document. Returns TS_OK, TS_MALFORMED (trouble says what and why) or
 * TS_NO_SPACE. normal is written only on TS_OK, trouble (may be NULL) otherwise.
 */
TS_MUST_USE enum ts_status
ts_ld_plain(struct ts_arena *arena, const struct ts_json **normal,
            const struct ts_json *document, const struct ts_ld_item *items,
            struct ts_ld_trouble *trouble);

#endif
