/** All of Longshore in one thread on a virtual clock, with faults, and its promises checked. */
@NullMarked
package io.longshore.simulation;

import org.jspecify.annotations.NullMarked;
