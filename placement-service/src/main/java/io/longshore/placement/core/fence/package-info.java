/** The placement epoch of a cluster: raised, proven, and only then acted under. */
@NullMarked
package io.longshore.placement.core.fence;

import org.jspecify.annotations.NullMarked;
