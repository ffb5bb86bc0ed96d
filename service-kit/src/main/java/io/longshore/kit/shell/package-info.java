/** Runs a service's core: one writer a cell under a lease, Kafka in, one transaction, Kafka out. */
@NullMarked
package io.longshore.kit.shell;

import org.jspecify.annotations.NullMarked;
