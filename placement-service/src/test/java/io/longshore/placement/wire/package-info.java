/** Tests of the codec. */
@NullMarked
package io.longshore.placement.wire;

import org.jspecify.annotations.NullMarked;
