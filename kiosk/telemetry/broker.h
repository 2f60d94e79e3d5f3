#ifndef TS_TELEMETRY_BROKER_H
#define TS_TELEMETRY_BROKER_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * An MQTT broker, over TLS with certificates on both sides. Making: broker_mosquitto.c.
 * One thread; nothing happens but within ts_broker_step().
 */
struct ts_broker;

struct ts_broker_options {
    const char *host;
    int port;
    const char *ca, *certificate, *key; /**< PEM files. */
    const char *client;    /**< Its name; the session outlives connections. */
    const char *subscribe; /**< Topics that are heard, QoS 1. */
};

/** What is told of, within ts_broker_step(). */
struct ts_broker_ear {
    /** The broker took us, and we are subscribed. */
    void (*connected)(void *context);
    void (*message)(void *context, ts_span topic, ts_span payload);
    void *context;
};

/** TS_OK, TS_NO_SPACE, or TS_IO (no library). The options must outlive it. */
TS_MUST_USE enum ts_status
ts_broker_open(struct ts_broker **broker, const struct ts_broker_options *options,
               struct ts_broker_ear ear);
void ts_broker_close(struct ts_broker *broker);

/** Begins a connection; what stood before is let go. TS_OK: ts_broker_step() will say;
 * TS_IO: there is no way there now; TS_UNTRUSTED: the certificates cannot be used. */
TS_MUST_USE enum ts_status ts_broker_connect(struct ts_broker *broker);

/** Waits for at most wait_ms and does what is to be done. TS_OK; TS_IO: the connection is
 * gone, or was refused; ts_broker_why() says. */
TS_MUST_USE enum ts_status ts_broker_step(struct ts_broker *broker, int wait_ms);

/** Static words. */
const char *ts_broker_why(const struct ts_broker *broker);

/** Hands a message over, QoS 1. TS_OK, or TS_IO. */
TS_MUST_USE enum ts_status
ts_broker_publish(struct ts_broker *broker, const char *topic, ts_span payload);

#endif
