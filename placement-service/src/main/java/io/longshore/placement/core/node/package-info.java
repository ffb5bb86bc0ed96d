/** Batch nodes: what they have, what is left of it for batch pods, and who they are. */
@NullMarked
package io.longshore.placement.core.node;

import org.jspecify.annotations.NullMarked;
