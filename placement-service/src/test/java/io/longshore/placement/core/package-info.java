/** Tests of the names and amounts. */
@NullMarked
package io.longshore.placement.core;

import org.jspecify.annotations.NullMarked;
