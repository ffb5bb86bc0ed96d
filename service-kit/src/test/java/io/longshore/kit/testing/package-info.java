/** Real PostgreSQL and real Kafka for tests, one of each a JVM, on 127.0.0.1. */
@NullMarked
package io.longshore.kit.testing;

import org.jspecify.annotations.NullMarked;
