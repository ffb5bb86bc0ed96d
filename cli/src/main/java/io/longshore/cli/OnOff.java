package io.longshore.cli;

/** What a user sets of a queue or an environment. */
enum OnOff {
  ENABLED,
  DISABLED
}
