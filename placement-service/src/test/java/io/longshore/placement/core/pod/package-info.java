/** Tests of pod. */
@NullMarked
package io.longshore.placement.core.pod;

import org.jspecify.annotations.NullMarked;
