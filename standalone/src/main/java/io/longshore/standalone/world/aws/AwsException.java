package io.longshore.standalone.world.aws;

/** A request that AWS refuses, in AWS's words. */
public final class AwsException extends RuntimeException {

  private final int status;
  private final String code;

  /** A refusal by HTTP status, AWS's code and message. */
  public AwsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static AwsException client(String code, String message) {
    return new AwsException(400, code, message);
  }

  static AwsException validation(String message) {
    return client("ValidationError", message);
  }

  static AwsException missing(String parameter) {
    return client("MissingParameter", "The request must contain the parameter " + parameter);
  }

  static AwsException invalid(String message) {
    return client("InvalidParameterValue", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
