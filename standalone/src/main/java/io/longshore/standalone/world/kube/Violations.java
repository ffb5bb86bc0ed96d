package io.longshore.standalone.world.kube;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an object, in the API server's words. */
final class Violations {

  /** One thing that is wrong. */
  record Cause(String reason, String field, String message) {
    String text() {
      return field + ": " + message;
    }
  }

  private final List<Cause> causes = new ArrayList<>();

  void required(String field, String detail) {
    causes.add(
        new Cause(
            "FieldValueRequired",
            field,
            detail.isEmpty() ? "Required value" : "Required value: " + detail));
  }

  void invalid(String field, Object value, String detail) {
    causes.add(
        new Cause(
            "FieldValueInvalid", field, "Invalid value: %s: %s".formatted(quoted(value), detail)));
  }

  void duplicate(String field, Object value) {
    causes.add(new Cause("FieldValueDuplicate", field, "Duplicate value: " + quoted(value)));
  }

  void unsupported(String field, Object value, String allowed) {
    causes.add(
        new Cause(
            "FieldValueNotSupported",
            field,
            "Unsupported value: %s: supported values: %s".formatted(quoted(value), allowed)));
  }

  void forbidden(String field, String detail) {
    causes.add(new Cause("FieldValueForbidden", field, "Forbidden: " + detail));
  }

  void notFound(String field, Object value) {
    causes.add(new Cause("FieldValueNotFound", field, "Not found: " + quoted(value)));
  }

  void throwIfAny(ResourceType type, String name) {
    if (!causes.isEmpty()) {
      throw ApiException.invalid(type, name, causes);
    }
  }

  private static String quoted(Object value) {
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }
}
