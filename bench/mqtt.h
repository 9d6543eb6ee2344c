/* What echo and load share: a loop over libmosquitto connections that writes as soon as there is something to write. */
#ifndef BENCH_MQTT_H
#define BENCH_MQTT_H

#include <mosquitto.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ACCOUNT "open-bench"
#define MOST_CONNECTIONS 64

static inline int64_t now_micros(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void check(int result, const char *what) {
  if (result != MOSQ_ERR_SUCCESS) {
    fprintf(stderr, "%s: %s\n", what, mosquitto_strerror(result));
    exit(1);
  }
}

static struct mosquitto *connect_to(int port, const char *id, void *context,
                                    void (*on_message)(struct mosquitto *, void *, const struct mosquitto_message *)) {
  struct mosquitto *client = mosquitto_new(id, true, context);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_message_callback_set(client, on_message);
  check(mosquitto_connect(client, "127.0.0.1", port, 600), "connect");
  return client;
}

/* One turn: waits for at most so long, reads what came, writes what the callbacks answered. */
static void turn(struct mosquitto **clients, int count, int wait_millis) {
  struct pollfd sockets[MOST_CONNECTIONS];
  for (int i = 0; i < count; i++) {
    sockets[i].fd = mosquitto_socket(clients[i]);
    sockets[i].events = (short)(POLLIN | (mosquitto_want_write(clients[i]) ? POLLOUT : 0));
    sockets[i].revents = 0;
  }
  poll(sockets, (nfds_t)count, wait_millis);
  for (int i = 0; i < count; i++) {
    if (sockets[i].revents & (POLLIN | POLLHUP | POLLERR)) check(mosquitto_loop_read(clients[i], 1), "read");
    if (mosquitto_want_write(clients[i])) check(mosquitto_loop_write(clients[i], 1), "write");
  }
}

#endif
