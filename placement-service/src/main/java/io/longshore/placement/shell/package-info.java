/** The spine: one loop a cluster, its configuration, and what it is wired to. */
@NullMarked
package io.longshore.placement.shell;

import org.jspecify.annotations.NullMarked;
