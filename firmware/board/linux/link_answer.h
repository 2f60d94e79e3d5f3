#ifndef TS_BOARD_LINUX_LINK_ANSWER_H
#define TS_BOARD_LINUX_LINK_ANSWER_H

#include "firmware/board/link.h"

/**
 * One HTTP answer as it comes, line by line and piece by piece, and whether it is what
 * was asked for. Knows the rules of RFC 9110 that firmware/board/link.h promises, and no
 * socket.
 */
struct ts_answer {
    const struct ts_request *request;
    struct ts_reply *reply;
    long http_status; /**< 0: none came. */
    bool ranged;      /**< Content-Range was there and could be read. */
    uint64_t first;   /**< Of the range. */
    uint64_t length;  /**< Content-Length. */
    bool has_length;
    bool ended; /**< By the request's take, or by whoever set it. */
    size_t passed_over;
    enum ts_status verdict; /**< Once something was wrong. */
};

/** A line of the header, the status line among them: that of an interim answer, of a
 * proxy's, or of the real one. Fills the reply. */
void ts_answer_line(struct ts_answer *answer, ts_span line);

/** Bytes of the body, handed on to the request's take when they are what it asked for.
 * False: no more of them. */
bool ts_answer_body(struct ts_answer *answer, ts_span bytes);

/** What the header alone says of it. */
enum ts_status ts_answer_judge(const struct ts_answer *answer);

/** The end, where nothing went wrong on the way: the status of ts_link_fetch(). */
enum ts_status ts_answer_end(struct ts_answer *answer);

/** It has a condition, and 304 is an answer to it. */
bool ts_request_is_conditional(const struct ts_request *request);

#endif
