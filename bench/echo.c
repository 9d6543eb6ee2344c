/* Answers each pdStatus report with the command that the two rules ask for, and does nothing else: the yardstick. */
#include "mqtt.h"

static long message_id;

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
  (void)context;
  const char *text = message->payload;
  if (!strstr(text, "\"pdStatus\"")) return;
  const char *soc = strstr(text, "\"soc\":");
  if (!soc) return;
  int percent = atoi(soc + 6);
  int watts = percent < 20 ? 800 : percent > 80 ? 200 : 0;
  if (!watts) return;
  char topic[200], command[300];
  int root = (int)(strlen(message->topic) - strlen("quota"));
  snprintf(topic, sizeof topic, "%.*sset", root, message->topic);
  int length = snprintf(command, sizeof command,
                        "{\"id\":%ld,\"version\":\"1.0\",\"from\":\"echo\",\"moduleType\":5,\"operateType\":\"acChgCfg\","
                        "\"params\":{\"chgWatts\":%d,\"chgPauseFlag\":255}}",
                        ++message_id, watts);
  mosquitto_publish(client, NULL, topic, length, command, 0, false);
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: echo PORT\n");
    return 2;
  }
  mosquitto_lib_init();
  struct mosquitto *client = connect_to(atoi(arguments[1]), "echo", NULL, on_message);
  check(mosquitto_subscribe(client, NULL, "/open/" ACCOUNT "/+/quota", 0), "subscribe");
  for (;;) {
    turn(&client, 1, 1000);
    mosquitto_loop_misc(client);
  }
}
