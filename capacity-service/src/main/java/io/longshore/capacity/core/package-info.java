/** Words that every part of the core uses: amounts, shapes, types, environments, demand. */
@NullMarked
package io.longshore.capacity.core;

import org.jspecify.annotations.NullMarked;
