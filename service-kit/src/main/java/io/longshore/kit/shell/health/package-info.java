/** Health of every service, wired to its loops' own clocks. */
@NullMarked
package io.longshore.kit.shell.health;

import org.jspecify.annotations.NullMarked;
