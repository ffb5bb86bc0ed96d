package io.longshore.queue.core;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The ARNs of one installation, in AWS Batch's form {@code
 * arn:<partition>:batch:<region>:<account>:<kind>/<id>}.
 */
public record Arns(String partition, String region, String account) {

  /** Kinds of things that have an ARN here. */
  public enum Kind {
    COMPUTE_ENVIRONMENT("compute-environment"),
    JOB_QUEUE("job-queue"),
    JOB_DEFINITION("job-definition"),
    JOB("job"),
    SCHEDULING_POLICY("scheduling-policy");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The ARN's word for the kind. */
    public String word() {
      return word;
    }
  }

  /** A thing by kind and id, taken from an ARN. */
  public record Resource(Kind kind, String id) {}

  /** A definition by name and, where given, revision. */
  public record DefinitionRef(String name, OptionalInt revision) {}

  /** The ARN of a thing. */
  public String of(Kind kind, String id) {
    return "arn:" + partition + ":batch:" + region + ":" + account + ":" + kind.word() + "/" + id;
  }

  /** The ARN of a compute environment. */
  public String environment(String name) {
    return of(Kind.COMPUTE_ENVIRONMENT, name);
  }

  /** The ARN of a job queue. */
  public String queue(String name) {
    return of(Kind.JOB_QUEUE, name);
  }

  /** The ARN of a revision of a job definition. */
  public String definition(String name, int revision) {
    return of(Kind.JOB_DEFINITION, name + ":" + revision);
  }

  /** The ARN of a job or child, by its id. */
  public String job(String id) {
    return of(Kind.JOB, id);
  }

  /** What an ARN of this installation names; empty for any other string. */
  public Optional<Resource> parse(String arn) {
    String prefix = "arn:" + partition + ":batch:" + region + ":" + account + ":";
    int slash = arn.indexOf('/');
    if (!arn.startsWith(prefix) || slash < prefix.length()) {
      return Optional.empty();
    }
    String word = arn.substring(prefix.length(), slash);
    String id = arn.substring(slash + 1);
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word) && !id.isEmpty()) {
        return Optional.of(new Resource(kind, id));
      }
    }
    return Optional.empty();
  }

  /** The name that a reference by name or ARN means; empty for an ARN of something else. */
  public Optional<String> name(Kind kind, String reference) {
    if (!reference.startsWith("arn:")) {
      return reference.isEmpty() ? Optional.empty() : Optional.of(reference);
    }
    return parse(reference).filter(r -> r.kind() == kind).map(Resource::id);
  }

  /** A definition by name, name:revision, or ARN with or without revision. */
  public Optional<DefinitionRef> definitionRef(String reference) {
    return name(Kind.JOB_DEFINITION, reference).flatMap(Arns::splitRevision);
  }

  private static Optional<DefinitionRef> splitRevision(String id) {
    int colon = id.indexOf(':');
    if (colon < 0) {
      return Optional.of(new DefinitionRef(id, OptionalInt.empty()));
    }
    String digits = id.substring(colon + 1);
    if (colon == 0
        || digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(Arns::digit)) {
      return Optional.empty();
    }
    return Optional.of(
        new DefinitionRef(id.substring(0, colon), OptionalInt.of(Integer.parseInt(digits))));
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
