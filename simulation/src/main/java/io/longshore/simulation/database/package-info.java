/** Databases that fail at the worst moment and lose nothing they have confirmed. */
@NullMarked
package io.longshore.simulation.database;

import org.jspecify.annotations.NullMarked;
