/** The names and amounts that every part of placement shares. */
@NullMarked
package io.longshore.placement.core;

import org.jspecify.annotations.NullMarked;
