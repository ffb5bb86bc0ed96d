/** The simulation itself is tested: it repeats itself, and it sees what is wrong. */
@NullMarked
package io.longshore.simulation;

import org.jspecify.annotations.NullMarked;
