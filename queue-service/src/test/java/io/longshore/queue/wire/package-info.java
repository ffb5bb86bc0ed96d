/** Tests of the way between the contract and the core. */
@NullMarked
package io.longshore.queue.wire;

import org.jspecify.annotations.NullMarked;
