/** Protobuf to core and back. */
@NullMarked
package io.longshore.capacity.wire;

import org.jspecify.annotations.NullMarked;
