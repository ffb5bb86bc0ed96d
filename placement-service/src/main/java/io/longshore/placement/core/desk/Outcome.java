package io.longshore.placement.core.desk;

import io.longshore.placement.core.observe.PodSeen;

/** How calls to the API server ended, told apart as far as it matters. */
public sealed interface Outcome {

  /** Of a create. */
  sealed interface OfCreate extends Outcome {}

  /** Of a live read of a pod. */
  sealed interface OfLook extends Outcome {}

  /** Of a deletion. */
  sealed interface OfDelete extends Outcome {}

  /** Of letting a pod go. */
  sealed interface OfRelease extends Outcome {}

  /** Of keeping output. */
  sealed interface OfLogs extends Outcome {}

  /** The pod as the server has it now. */
  record Done(PodSeen pod) implements OfCreate, OfLook, OfDelete {}

  /** A pod of that name is there already. */
  record Exists() implements OfCreate {}

  /** The server refuses this pod as it stands. */
  record Invalid(String reason, String message) implements OfCreate {}

  /** The fence refuses this pod's epoch. */
  record Fenced(String message) implements OfCreate {}

  /** Refused for now, and certainly not done: quota, throttling, permission. */
  record Later(String reason, String message) implements OfCreate {}

  /** Certainly not done: the server could not be connected to. */
  record NotSent(String why) implements OfCreate {}

  /** It may have been done, now or later. */
  record Unanswered(String why) implements OfCreate {}

  /** There is no such pod. */
  record Missing() implements OfLook, OfDelete, OfRelease {}

  /** Let go. */
  record Released() implements OfRelease {}

  /** The pod changed meanwhile. */
  record Changed() implements OfRelease {}

  /** Kept. */
  record Kept() implements OfLogs {}

  /** No useful answer; asking again is harmless. */
  record Failed(String why) implements OfLook, OfDelete, OfRelease, OfLogs {}
}
