/** What the world keeps on disk: one journal of rows by table and key. */
@NullMarked
package io.longshore.standalone.world.store;

import org.jspecify.annotations.NullMarked;
