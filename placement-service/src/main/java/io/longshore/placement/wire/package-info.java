/** Between the messages and the core, without a decision. */
@NullMarked
package io.longshore.placement.wire;

import org.jspecify.annotations.NullMarked;
