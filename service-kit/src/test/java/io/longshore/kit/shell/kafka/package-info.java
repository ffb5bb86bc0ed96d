/** Tests of the Kafka clients. */
@NullMarked
package io.longshore.kit.shell.kafka;

import org.jspecify.annotations.NullMarked;
