/** Chooses instance types, and how many instances of which types hold what waits. */
@NullMarked
package io.longshore.capacity.core.choose;

import org.jspecify.annotations.NullMarked;
