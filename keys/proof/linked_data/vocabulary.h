#ifndef TS_LINKED_DATA_VOCABULARY_H
#define TS_LINKED_DATA_VOCABULARY_H

/* Where the terms begin that RDF itself is made of. */
#define TS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define TS_XSD "http://www.w3.org/2001/XMLSchema#"

#endif
