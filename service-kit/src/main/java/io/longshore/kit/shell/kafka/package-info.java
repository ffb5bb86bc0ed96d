/** Kafka as transport: reading from where the database says, publishing what it holds. */
@NullMarked
package io.longshore.kit.shell.kafka;

import org.jspecify.annotations.NullMarked;
