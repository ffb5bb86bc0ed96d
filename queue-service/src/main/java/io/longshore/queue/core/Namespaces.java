package io.longshore.queue.core;

import io.longshore.kit.core.Refusal;
import java.util.Optional;

/** Which Kubernetes namespaces jobs may run in, in AWS Batch's words. */
public final class Namespaces {

  private Namespaces() {}

  /** What is wrong with a namespace, if anything; {@code word} names the member in the sentence. */
  public static Optional<Refusal> check(
      String namespace, String word, String field, int maxLength) {
    return new Rules()
        .member(Names.namespace(namespace), field, word + " must be a valid Kubernetes namespace.")
        .member(
            namespace.length() <= maxLength,
            field,
            word + " must less than or equal to " + maxLength + " characters")
        .member(
            !namespace.equals("default"),
            field,
            word + " cannot be the default Kubernetes namespace")
        .member(
            !namespace.startsWith("kube-"),
            field,
            word + " cannot be a reserved Kubernetes system namespace")
        .refusal();
  }
}
