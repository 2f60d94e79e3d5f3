#include "kiosk/telemetry/broker.h"

#include "firmware/board/clock.h"

#include <mosquitto.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
    KEEPALIVE_S = 60, /* a link that says nothing for so long is cut */
    QOS = 1,
    PAYLOAD_MAX = 64 << 20,
    GREETING_MS = 60 * 1000, /* name, TLS and MQTT through a satellite */
};

struct ts_broker {
    const struct ts_broker_options *options;
    struct ts_broker_ear ear;
    struct mosquitto *client; /**< A new one for each connection; the session is the
                                   broker's, under the client's name. */
    bool is_refused, is_greeted;
    ts_mono began; /**< The connection. */
    const char *why;
};

static void
on_subscribe(struct mosquitto *client, void *context, int id, int count,
             const int *granted)
{
    struct ts_broker *b = context;
    (void)client;
    (void)id;
    b->is_greeted = count > 0 && granted[0] <= QOS;
    b->is_refused = !b->is_greeted;
    if (b->is_greeted)
        b->ear.connected(b->ear.context);
}

static void
on_connect(struct mosquitto *client, void *context, int code)
{
    struct ts_broker *b = context;
    bool good = code == 0
                && mosquitto_subscribe(client, NULL, b->options->subscribe, QOS)
                       == MOSQ_ERR_SUCCESS;
    if (good)
        return;
    b->is_refused = true;
    b->why = mosquitto_connack_string(code);
}

static void
on_message(struct mosquitto *client, void *context, const struct mosquitto_message *m)
{
    struct ts_broker *b = context;
    (void)client;
    if (m->payloadlen < 0 || m->payloadlen > PAYLOAD_MAX)
        return;
    b->ear.message(b->ear.context, ts_span_text(m->topic),
                   (ts_span){ m->payload, (size_t)m->payloadlen });
}

enum ts_status
ts_broker_open(struct ts_broker **broker, const struct ts_broker_options *options,
               struct ts_broker_ear ear)
{
    struct ts_broker *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    if (mosquitto_lib_init() != MOSQ_ERR_SUCCESS) {
        free(made);
        return TS_IO;
    }
    made->options = options;
    made->ear = ear;
    made->why = "";
    *broker = made;
    return TS_OK;
}

void
ts_broker_close(struct ts_broker *broker)
{
    if (!broker)
        return;
    if (broker->client) {
        (void)mosquitto_disconnect(broker->client);
        mosquitto_destroy(broker->client);
    }
    mosquitto_lib_cleanup();
    free(broker);
}

static enum ts_status
fail(struct ts_broker *b, int code)
{
    b->why = mosquitto_strerror(code);
    return code == MOSQ_ERR_INVAL || code == MOSQ_ERR_TLS ? TS_UNTRUSTED : TS_IO;
}

enum ts_status
ts_broker_connect(struct ts_broker *broker)
{
    const struct ts_broker_options *o = broker->options;
    if (broker->client)
        mosquitto_destroy(broker->client);
    broker->is_refused = false;
    broker->is_greeted = false;
    broker->began = ts_clock_mono();
    broker->client = mosquitto_new(o->client, false, broker);
    if (!broker->client)
        return fail(broker, MOSQ_ERR_NOMEM);
    mosquitto_connect_callback_set(broker->client, on_connect);
    mosquitto_subscribe_callback_set(broker->client, on_subscribe);
    mosquitto_message_callback_set(broker->client, on_message);
    int code =
        mosquitto_tls_set(broker->client, o->ca, NULL, o->certificate, o->key, NULL);
    if (code == MOSQ_ERR_SUCCESS)
        code = mosquitto_connect_async(broker->client, o->host, o->port, KEEPALIVE_S);
    return code == MOSQ_ERR_SUCCESS ? TS_OK : fail(broker, code);
}

/* The library waits a whole keepalive for who hangs up in the middle of TLS. */
static bool
has_hung_up(const struct ts_broker *b)
{
    char byte;
    int fd = mosquitto_socket(b->client);
    bool closed = fd < 0 || recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    return !b->is_greeted && (closed || ts_clock_mono().ms - b->began.ms > GREETING_MS);
}

enum ts_status
ts_broker_step(struct ts_broker *broker, int wait_ms)
{
    if (!broker->client)
        return TS_IO;
    int code = mosquitto_loop(broker->client, wait_ms, 1);
    if (broker->is_refused)
        return TS_IO;
    if (code == MOSQ_ERR_SUCCESS && has_hung_up(broker))
        return fail(broker, MOSQ_ERR_CONN_LOST);
    return code == MOSQ_ERR_SUCCESS ? TS_OK : fail(broker, code);
}

const char *
ts_broker_why(const struct ts_broker *broker)
{
    return broker->why;
}

enum ts_status
ts_broker_publish(struct ts_broker *broker, const char *topic, ts_span payload)
{
    if (!broker->client)
        return TS_IO;
    int code = mosquitto_publish(broker->client, NULL, topic, (int)payload.len,
                                 payload.at, QOS, false);
    return code == MOSQ_ERR_SUCCESS ? TS_OK : fail(broker, code);
}
