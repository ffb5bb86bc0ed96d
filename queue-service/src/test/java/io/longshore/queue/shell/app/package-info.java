/** The whole service over a real PostgreSQL and a real Kafka; the other services are played. */
@NullMarked
package io.longshore.queue.shell.app;

import org.jspecify.annotations.NullMarked;
