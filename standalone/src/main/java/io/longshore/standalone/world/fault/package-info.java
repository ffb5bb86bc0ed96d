/** Errors that the world is told to answer with. */
@NullMarked
package io.longshore.standalone.world.fault;

import org.jspecify.annotations.NullMarked;
