/** Translates protobuf messages to the core's records and back; pure. */
@NullMarked
package io.longshore.queue.wire;

import org.jspecify.annotations.NullMarked;
