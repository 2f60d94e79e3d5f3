#ifndef TS_AUTHORITY_GATHER_RUN_H
#define TS_AUTHORITY_GATHER_RUN_H

#include "keys/authority/authority_files.h"
#include "keys/authority/gather.h"
#include "keys/authority/gather_directory.h"
#include "keys/authority/gather_listing.h"
#include "keys/authority/gather_pace.h"
#include "keys/authority/gather_state.h"
#include "keys/trust/status_list.h"

/* What the files of this folder that make up gather.h share. */

/** One address to be looked at. */
struct ts_gather_job {
    enum ts_source_kind kind;
    const struct ts_source *source; /**< Of the directory, where one names it. */
    struct ts_gather_record *record;
    const char *where;
    ts_span id;    /**< The issuer; empty for directories and lists. */
    ts_span name;  /**< As a directory has it. */
    bool is_child; /**< A directory names it. */
    ts_span owner; /**< Of a child, the address of that directory. */
    bool done;
    bool asked;  /**< And not answered yet. */
    size_t host; /**< Of one that is fetched. */
};

struct ts_gather {
    struct ts_gather_order order;
    struct ts_arena keep; /**< Lives as long as the run. */
    struct ts_arena work; /**< Given back after every step. */
    struct ts_gather_state state;
    struct ts_listing listing;
    struct ts_status_trust trust; /**< As it is on the medium, for status lists. */
    struct ts_pace pace;
    struct ts_gather_job *jobs;
    size_t job_count;
    struct ts_index claimed; /**< Ids that sources of their own renew. */
    struct ts_index sources; /**< Their addresses. */
    struct ts_index read;    /**< Those of directories that were read. */
    bool in_lists;           /**< Issuers are done. */
    bool is_whole;           /**< Over all sources, so that absence means something. */
    struct ts_gather_job *asked[TS_GATHER_TRANSFERS_MAX]; /**< By ticket. */
    bool has_begun;
    ts_mono begun;    /**< At order.now. */
    size_t unwritten; /**< Answers since the last write. */
    struct ts_gather_counts counts;
};

/** Whether it names issuers elsewhere, rather than being about one. */
bool ts_gather_is_directory(enum ts_source_kind kind);

/** What came of a job, or of one issuer of a directory. */
struct ts_gather_outcome {
    enum ts_gather_result result;
    const char *why;
    enum ts_status status;
    const char *rule;
    long http_status;
    size_t count, left_out;
};

/** Tells and counts it, about issuer or address what. */
void ts_gather_tell(struct ts_gather *g, const struct ts_gather_job *job, ts_span what,
                    const struct ts_gather_outcome *outcome);

/** Marks the job done, and tells. */
void ts_gather_finish(struct ts_gather *g, struct ts_gather_job *job,
                      const struct ts_gather_outcome *outcome);

/** Adds a job; nothing when its address has one already. child may be NULL: the
 * source's own. TS_OK, TS_OVER_LIMIT or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_gather_add(struct ts_gather *g, const struct ts_source *source,
              const struct ts_directory_entry *child);

/** Whether nothing but the address proves it, and the address does: https, and the
 * issuer's own host. */
bool ts_gather_is_from_own_host(const struct ts_gather *g,
                                const struct ts_gather_job *job, ts_span id);

/** Imports what came; outcome is always filled. TS_OK, or a status of writing. */
TS_MUST_USE enum ts_status
ts_gather_import(struct ts_gather *g, struct ts_gather_job *job, ts_span body,
                 struct ts_gather_outcome *outcome);

/** Those of directories and federations: reads one, and adds jobs for those it
 * names. */
void ts_gather_import_directory(struct ts_gather *g, struct ts_gather_job *job,
                                ts_span body, struct ts_gather_outcome *outcome);
void ts_gather_import_statement(struct ts_gather *g, struct ts_gather_job *job,
                                ts_span body, struct ts_gather_outcome *outcome);

/** "gather/" and a hash, with its NUL; as long as the name of a status list. */
enum { TS_GATHER_COPY_NAME_SIZE = TS_STATUS_NAME_SIZE };
void ts_gather_copy_name(char name[static TS_GATHER_COPY_NAME_SIZE], ts_span address);

/** Whether body, under these terms, is what was imported last. */
bool ts_gather_is_known(const struct ts_gather_job *job, ts_span body);

/** Whether what was imported last, under these terms, is still there. */
bool ts_gather_stands(const struct ts_gather *g, const struct ts_gather_job *job);

/** A directory or statement as it last came; in work. TS_ABSENT when there is none, or
 * another than was imported. */
TS_MUST_USE enum ts_status
ts_gather_kept_copy(struct ts_gather *g, const struct ts_gather_job *job, ts_span *body);
TS_MUST_USE enum ts_status
ts_gather_keep_copy(struct ts_gather *g, const struct ts_gather_job *job, ts_span body);

/** Fills outcome with what a status of reading says. */
void ts_gather_refuse(struct ts_gather_outcome *outcome, enum ts_status status,
                      const char *rule);

/** Puts an issuer on the list, and fills outcome with what came of it. */
void ts_gather_put(struct ts_gather *g, const struct ts_proposal *proposal, ts_span owner,
                   struct ts_gather_outcome *outcome);

/** Writes issuers, then the state. */
TS_MUST_USE enum ts_status ts_gather_write(struct ts_gather *g);

#endif
