/** Tests of fence. */
@NullMarked
package io.longshore.placement.core.fence;

import org.jspecify.annotations.NullMarked;
