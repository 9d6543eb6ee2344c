/*
 * Stations in a closed loop: each publishes N mpttStatus reports, then one pdStatus report whose soc alternates 10 and 90,
 * waits for the acChgCfg command, answers it on set_reply, and goes on. Prints one line of figures.
 *
 * All stations share a few connections and one thread. What is sent and what is awaited is checked: a command with the
 * wrong power, or none within ten seconds, is counted, and the run fails if that happened while it was measured.
 */
#include "mqtt.h"

#define PATIENCE_MICROS 10000000
#define LATENCIES 10000000

typedef struct {
  int64_t asked; /* when the pdStatus report was published; 0 while nothing is awaited */
  int64_t next;  /* when the next round begins, with a pause between rounds */
  long rounds;
  int watts;
  int waits;
} station;

static struct mosquitto *clients[MOST_CONNECTIONS];
static station *stations;
static int station_count, connection_count = 4, reports_before, pause_millis;
static long rounds_each; /* 0: until the time is over */
static int64_t measure_from = INT64_MAX, end = INT64_MAX;
static long loops, wrong, silent, stray, finished;
static uint32_t *latencies;

static struct mosquitto *client_of(int index) { return clients[index % connection_count]; }

static void publish(int index, const char *topic, const char *text, int length) {
  char full[100];
  snprintf(full, sizeof full, "/open/" ACCOUNT "/R331ZTEST%07d/%s", index, topic);
  check(mosquitto_publish(client_of(index), NULL, full, length, text, 0, false), "publish");
}

static void report_mppt(int index) {
  station *s = &stations[index];
  char text[500];
  int length = snprintf(
      text, sizeof text,
      "{\"id\":%ld,\"version\":\"1.0\",\"timestamp\":1700000000000,\"moduleType\":\"5\",\"typeCode\":\"mpptStatus\",\"params\":{"
      "\"inWatts\":%ld,\"inVol\":38210,\"inAmp\":2960,\"outWatts\":%ld,\"mpptTemp\":31,\"dcChgCurrent\":8000,"
      "\"carTemp\":30,\"carOutWatts\":0,\"cfgChgWatts\":%d,\"chgPauseFlag\":0,\"beepState\":0,\"faultCode\":0}}",
      s->rounds, 100 + s->rounds % 50, 90 + s->rounds % 50, s->watts);
  publish(index, "quota", text, length);
}

static void ask(int index) {
  station *s = &stations[index];
  int low = s->rounds % 2 == 0;
  char text[400];
  int length = snprintf(
      text, sizeof text,
      "{\"id\":%ld,\"version\":\"1.0\",\"timestamp\":1700000000000,\"moduleType\":\"1\",\"typeCode\":\"pdStatus\",\"params\":{"
      "\"soc\":%d,\"wattsInSum\":%ld,\"wattsOutSum\":%ld,\"remainTime\":5939,\"chgPowerAC\":1023,\"beepMode\":0,"
      "\"dcOutState\":1,\"lcdOffSec\":300}}",
      s->rounds, low ? 10 : 90, 100 + s->rounds % 50, 60 + s->rounds % 50);
  s->asked = now_micros();
  s->waits = low ? 800 : 200;
  publish(index, "quota", text, length);
}

static void begin_round(int index) {
  stations[index].next = 0;
  for (int i = 0; i < reports_before; i++) report_mppt(index);
  ask(index);
}

static long number_after(const char *text, const char *key) {
  const char *at = strstr(text, key);
  if (!at) return -1;
  at += strlen(key);
  while (*at == ' ' || *at == '"') at++;
  return strtol(at, NULL, 10);
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
  (void)client;
  (void)context;
  const char *serial = strstr(message->topic, "R331ZTEST");
  int index = serial ? atoi(serial + 9) : -1;
  if (index < 0 || index >= station_count) return;
  station *s = &stations[index];
  const char *text = message->payload;
  int64_t now = now_micros();
  int measured = now >= measure_from && now < end;
  if (!s->asked) {
    stray += measured;
    return;
  }
  if (!strstr(text, "\"acChgCfg\"") || number_after(text, "\"chgWatts\":") != s->waits) {
    wrong += measured;
    return;
  }
  if (measured) {
    loops++;
    int64_t took = now - s->asked;
    latencies[took < LATENCIES ? took : LATENCIES - 1]++;
  }
  s->asked = 0;
  s->watts = s->waits;
  s->rounds++;
  char reply[250];
  int length = snprintf(reply, sizeof reply,
                        "{\"id\":%ld,\"version\":\"1.0\",\"code\":\"0\",\"data\":{\"ack\":0},\"moduleType\":5,"
                        "\"operateType\":\"acChgCfg\",\"time\":%ld}",
                        number_after(text, "\"id\":"), s->rounds);
  publish(index, "set_reply", reply, length);
  if (rounds_each && s->rounds >= rounds_each) {
    finished++;
  } else if (pause_millis) {
    s->next = now + pause_millis * 1000LL;
  } else if (now < end) {
    begin_round(index);
  }
}

static long percentile(double share) {
  long below = 0;
  for (int i = 0; i < LATENCIES; i++) {
    below += latencies[i];
    if ((double)below >= (double)loops * share) return i;
  }
  return LATENCIES;
}

static int option(const char *name, int count, char **arguments, int otherwise) {
  for (int i = 1; i + 1 < count; i += 2) {
    if (strcmp(arguments[i], name) == 0) return atoi(arguments[i + 1]);
  }
  return otherwise;
}

static void look_after_stations(int64_t now) {
  for (int i = 0; i < station_count; i++) {
    station *s = &stations[i];
    if (s->next && now >= s->next) {
      begin_round(i);
    } else if (s->asked && now - s->asked > PATIENCE_MICROS) {
      silent += s->asked >= measure_from;
      ask(i);
    }
  }
}

int main(int count, char **arguments) {
  int port = option("--port", count, arguments, 1883);
  int seconds = option("--seconds", count, arguments, 5);
  int warm_up = option("--warm-up", count, arguments, 5);
  station_count = option("--stations", count, arguments, 1);
  reports_before = option("--reports", count, arguments, 0);
  connection_count = option("--connections", count, arguments, 4);
  pause_millis = option("--pause", count, arguments, 0);
  rounds_each = option("--rounds", count, arguments, 0);
  if (connection_count > MOST_CONNECTIONS) connection_count = MOST_CONNECTIONS;
  if (connection_count > station_count) connection_count = station_count;
  stations = calloc((size_t)station_count, sizeof *stations);
  latencies = calloc(LATENCIES, sizeof *latencies);
  mosquitto_lib_init();
  for (int i = 0; i < connection_count; i++) {
    char id[30];
    snprintf(id, sizeof id, "load-%d", i);
    clients[i] = connect_to(port, id, NULL, on_message);
  }
  for (int i = 0; i < station_count; i++) {
    char topic[100];
    snprintf(topic, sizeof topic, "/open/" ACCOUNT "/R331ZTEST%07d/set", i);
    check(mosquitto_subscribe(client_of(i), NULL, topic, 0), "subscribe");
    if (i % 50 == 0) turn(clients, connection_count, 10);
  }
  for (int64_t settled = now_micros() + 500000; now_micros() < settled;) turn(clients, connection_count, 10);
  for (int i = 0; i < station_count; i++) {
    stations[i].watts = 500;
    begin_round(i);
    turn(clients, connection_count, 0);
  }
  int64_t start = now_micros();
  int64_t looked = start;
  if (rounds_each) {
    measure_from = start;
  } else {
    measure_from = start + warm_up * 1000000LL;
    end = measure_from + seconds * 1000000LL;
  }
  int64_t now = start;
  int64_t give_up = start + 120 * 1000000LL;
  while (rounds_each ? finished < station_count && now < give_up : now < end) {
    turn(clients, connection_count, pause_millis ? 1 : 50);
    now = now_micros();
    if (now - looked > (pause_millis ? 1000 : 50000)) {
      looked = now;
      look_after_stations(now);
      for (int i = 0; i < connection_count; i++) mosquitto_loop_misc(clients[i]);
    }
  }
  if (rounds_each) {
    /* The last values, by which the last commands are proven. */
    for (int i = 0; i < station_count; i++) {
      report_mppt(i);
      turn(clients, connection_count, 0);
    }
    for (int64_t settled = now_micros() + 300000; now_micros() < settled;) turn(clients, connection_count, 10);
  }
  double took = (double)(now - measure_from) / 1e6;
  printf("loops=%ld seconds=%.3f loops_per_second=%.0f reports_per_second=%.0f p50_micros=%ld p99_micros=%ld wrong=%ld "
         "silent=%ld stray=%ld unfinished=%ld\n",
         loops, took, (double)loops / took, (double)loops * (reports_before + 1) / took, percentile(0.5), percentile(0.99),
         wrong, silent, stray, rounds_each ? station_count - finished : 0);
  return wrong || silent || (rounds_each && finished < station_count);
}
