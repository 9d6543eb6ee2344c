/** All that knows the vendor: signature, HTTP and MQTT clients, topics and payloads. */
@NullMarked
package io.github.joulekeeper.ecoflow;

import org.jspecify.annotations.NullMarked;
