/** The keys that all four services share. */
@NullMarked
package io.longshore.kit.shell.config;

import org.jspecify.annotations.NullMarked;
