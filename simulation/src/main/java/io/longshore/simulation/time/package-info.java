/** Virtual time, chance, and processes that live, stop and die in it. */
@NullMarked
package io.longshore.simulation.time;

import org.jspecify.annotations.NullMarked;
