#ifndef TS_TEST_TLS_SERVER_H
#define TS_TEST_TLS_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * HTTPS on the loopback for tests, with certificates that are made on the spot. A failure
 * ends the program.
 */

/** Room for a certificate or a key as PEM, with its NUL. */
enum { TS_TLS_PEM_SIZE = 4096 };

/** Somebody who signs certificates. Its key is new each time, whatever its name. */
struct ts_tls_authority;

struct ts_tls_authority *ts_tls_authority_make(const char *name);
void ts_tls_authority_free(struct ts_tls_authority *authority);
/** Its own certificate. */
void ts_tls_authority_pem(const struct ts_tls_authority *authority,
                          char pem[static TS_TLS_PEM_SIZE]);

/** What the certificate of a server says. */
struct ts_tls_server_options {
    const struct ts_tls_authority *signer;
    const char *names; /**< As in a subjectAltName: "IP:127.0.0.1", "DNS:a.example". */
    long begins_s, ends_s; /**< From now. */
    const char *folder;    /**< What is served; copied. */
};

struct ts_tls_server;

struct ts_tls_server *ts_tls_server_start(const struct ts_tls_server_options *options);
void ts_tls_server_stop(struct ts_tls_server *server);
uint16_t ts_tls_server_port(const struct ts_tls_server *server);

#endif
