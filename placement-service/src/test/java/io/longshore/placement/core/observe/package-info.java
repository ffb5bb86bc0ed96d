/** Tests of observe. */
@NullMarked
package io.longshore.placement.core.observe;

import org.jspecify.annotations.NullMarked;
