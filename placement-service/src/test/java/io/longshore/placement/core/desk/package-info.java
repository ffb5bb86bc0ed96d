/** Tests of desk. */
@NullMarked
package io.longshore.placement.core.desk;

import org.jspecify.annotations.NullMarked;
