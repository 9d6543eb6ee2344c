/**
 * The built product against a second cloud. The cloud here is written from the vendor's page alone, shares no code with
 * the product, and speaks through a real mosquitto broker, so that what passes here is not merely agreement with ourselves.
 */
package io.github.joulekeeper.process;
