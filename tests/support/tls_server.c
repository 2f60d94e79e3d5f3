#include "tests/support/tls_server.h"

#include "firmware/base/check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct ts_tls_authority {
    EVP_PKEY *key;
    X509 *certificate;
};

struct ts_tls_server {
    struct MHD_Daemon *daemon;
    char *folder;
    char key[TS_TLS_PEM_SIZE];
    char certificate[TS_TLS_PEM_SIZE];
};

static void
take_pem(char pem[static TS_TLS_PEM_SIZE], BIO *from)
{
    int len = BIO_read(from, pem, TS_TLS_PEM_SIZE - 1);
    TS_CHECK(len > 0 && BIO_eof(from));
    pem[len] = '\0';
    BIO_free(from);
}

static void
write_certificate(char pem[static TS_TLS_PEM_SIZE], X509 *certificate)
{
    BIO *memory = BIO_new(BIO_s_mem());
    TS_CHECK(memory && PEM_write_bio_X509(memory, certificate));
    take_pem(pem, memory);
}

static void
write_key(char pem[static TS_TLS_PEM_SIZE], EVP_PKEY *key)
{
    BIO *memory = BIO_new(BIO_s_mem());
    TS_CHECK(memory && PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL));
    take_pem(pem, memory);
}

static void
add_extension(X509 *certificate, int which, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, which, value);
    TS_CHECK(extension && X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

/* Version 3, valid for a while around now, without names and unsigned. */
static X509 *
begin_certificate(EVP_PKEY *key, long serial, long begins_s, long ends_s)
{
    X509 *certificate = X509_new();
    TS_CHECK(certificate && X509_set_version(certificate, 2)
             && ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial)
             && X509_gmtime_adj(X509_getm_notBefore(certificate), begins_s)
             && X509_gmtime_adj(X509_getm_notAfter(certificate), ends_s)
             && X509_set_pubkey(certificate, key));
    return certificate;
}

static void
add_name(X509_NAME *name, const char *text)
{
    TS_CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                        (const unsigned char *)text, -1, -1, 0));
}

struct ts_tls_authority *
ts_tls_authority_make(const char *called)
{
    enum { DAY = 86400 };
    struct ts_tls_authority *made = calloc(1, sizeof(*made));
    TS_CHECK(made);
    made->key = EVP_EC_gen("P-256");
    TS_CHECK(made->key);
    made->certificate = begin_certificate(made->key, 1, -DAY, DAY);
    X509_NAME *name = X509_get_subject_name(made->certificate);
    add_name(name, called);
    TS_CHECK(X509_set_issuer_name(made->certificate, name));
    add_extension(made->certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(made->certificate, NID_key_usage, "critical,keyCertSign");
    TS_CHECK(X509_sign(made->certificate, made->key, EVP_sha256()));
    return made;
}

void
ts_tls_authority_free(struct ts_tls_authority *authority)
{
    X509_free(authority->certificate);
    EVP_PKEY_free(authority->key);
    free(authority);
}

void
ts_tls_authority_pem(const struct ts_tls_authority *authority,
                     char pem[static TS_TLS_PEM_SIZE])
{
    write_certificate(pem, authority->certificate);
}

static void
certify(struct ts_tls_server *server, const struct ts_tls_server_options *o)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    TS_CHECK(key);
    X509 *certificate = begin_certificate(key, 2, o->begins_s, o->ends_s);
    add_name(X509_get_subject_name(certificate), "A server of a test");
    TS_CHECK(
        X509_set_issuer_name(certificate, X509_get_subject_name(o->signer->certificate)));
    add_extension(certificate, NID_subject_alt_name, o->names);
    TS_CHECK(X509_sign(certificate, o->signer->key, EVP_sha256()));
    write_certificate(server->certificate, certificate);
    write_key(server->key, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static struct MHD_Response *
open_file(const char *folder, const char *url, unsigned *status)
{
    static char none[] = "";
    char path[512];
    struct stat found;
    snprintf(path, sizeof(path), "%s%s", folder, url);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    *status = MHD_HTTP_OK;
    if (file >= 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode))
        return MHD_create_response_from_fd((size_t)found.st_size, file);
    if (file >= 0)
        close(file);
    *status = MHD_HTTP_NOT_FOUND;
    return MHD_create_response_from_buffer(0, none, MHD_RESPMEM_PERSISTENT);
}

/* NOLINTBEGIN(readability-*): the type is the library's. */
static enum MHD_Result
answer(void *context, struct MHD_Connection *connection, const char *url,
       const char *method, const char *version, const char *upload, size_t *upload_size,
       void **state)
{
    unsigned status;
    (void)method;
    (void)version;
    (void)upload;
    (void)upload_size;
    (void)state;
    struct MHD_Response *response = open_file(context, url, &status);
    TS_CHECK(response);
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}
/* NOLINTEND(readability-*) */

struct ts_tls_server *
ts_tls_server_start(const struct ts_tls_server_options *options)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct ts_tls_server *server = calloc(1, sizeof(*server));
    TS_CHECK(server);
    certify(server, options);
    server->folder = strdup(options->folder);
    TS_CHECK(server->folder);
    server->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | MHD_USE_TLS, 0, NULL, NULL,
        answer, server->folder, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_HTTPS_MEM_KEY, server->key, MHD_OPTION_HTTPS_MEM_CERT,
        server->certificate, MHD_OPTION_END);
    TS_CHECK(server->daemon);
    return server;
}

void
ts_tls_server_stop(struct ts_tls_server *server)
{
    MHD_stop_daemon(server->daemon);
    free(server->folder);
    free(server);
}

uint16_t
ts_tls_server_port(const struct ts_tls_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    TS_CHECK(info);
    return info->port;
}
