/** Tests of node. */
@NullMarked
package io.longshore.placement.core.node;

import org.jspecify.annotations.NullMarked;
