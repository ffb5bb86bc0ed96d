/** The public intake from Kafka. */
@NullMarked
package io.longshore.queue.shell.kafka;

import org.jspecify.annotations.NullMarked;
