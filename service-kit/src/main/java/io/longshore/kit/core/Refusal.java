package io.longshore.kit.core;

/**
 * Why a request is not done: data, not an exception. One mapper turns it into a gRPC status with
 * {@code google.rpc} details; nobody else names a status code.
 */
public sealed interface Refusal {

  /** The sentence for the caller. */
  String message();

  /** The request's member that is to blame, in its JSON path; empty where none is named. */
  default String field() {
    return "";
  }

  /** {@code INVALID_ARGUMENT}: the field, in the request's JSON path, and what is allowed. */
  record Invalid(String field, String why) implements Refusal {
    @Override
    public String message() {
      return field.isEmpty() ? why : field + ": " + why;
    }
  }

  /**
   * {@code INVALID_ARGUMENT}: a known member that is not honoured yet; it is never dropped in
   * silence.
   */
  record NotHonoured(String field) implements Refusal {
    @Override
    public String message() {
      return field + " is not supported yet";
    }
  }

  /** {@code INVALID_ARGUMENT}: more than the configured limit allows. */
  record TooMany(String field, String what, long limit) implements Refusal {
    @Override
    public String message() {
      return field + ": at most " + limit + " " + what;
    }
  }

  /** {@code NOT_FOUND}: what kind of thing, and by which name it was asked for. */
  record NotFound(String field, String what, String id) implements Refusal {

    /** Where no single member is to blame. */
    public NotFound(String what, String id) {
      this("", what, id);
    }

    @Override
    public String message() {
      return what + " " + id + " not found.";
    }
  }

  /** {@code ALREADY_EXISTS}: the name or token is taken. */
  record AlreadyExists(String field, String what, String id, String why) implements Refusal {

    /** Where no single member is to blame. */
    public AlreadyExists(String what, String id, String why) {
      this("", what, id, why);
    }

    @Override
    public String message() {
      return why;
    }
  }

  /** {@code FAILED_PRECONDITION}: right in itself, but not in the present state. */
  record Conflict(String field, String what, String why) implements Refusal {

    /** Where no single member is to blame. */
    public Conflict(String what, String why) {
      this("", what, why);
    }

    @Override
    public String message() {
      return why;
    }
  }

  /** {@code UNIMPLEMENTED}: an operation that is not built yet. */
  record Unimplemented(String operation) implements Refusal {
    @Override
    public String message() {
      return operation + " is not implemented yet";
    }
  }

  /**
   * {@code UNAVAILABLE}: try again; the service behind it does not answer or a bound is reached.
   */
  record Unavailable(String why) implements Refusal {
    @Override
    public String message() {
      return why;
    }
  }
}
