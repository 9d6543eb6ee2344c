/** What lies in the folder {@code deployment}, checked as far as that goes without a cluster. */
package io.github.joulekeeper.deployment;
