/**
 * What tests, the demo and operators do to the world from outside of it: faults, pools, clocks,
 * views.
 */
@NullMarked
package io.longshore.standalone.world.control;

import org.jspecify.annotations.NullMarked;
