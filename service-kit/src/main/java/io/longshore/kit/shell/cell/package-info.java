/** The spine of every service: one owner a scope, its rounds, and what happens when they fail. */
@NullMarked
package io.longshore.kit.shell.cell;

import org.jspecify.annotations.NullMarked;
