/** Keeps the pages that are made from the sources. */
@NullMarked
package io.longshore.kit.docs;

import org.jspecify.annotations.NullMarked;
