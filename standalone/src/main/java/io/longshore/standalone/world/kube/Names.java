package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for names, labels and annotations. */
final class Names {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final int ANNOTATIONS_BYTES = 256 << 10;

  static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character";
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character";
  private static final String QUALIFIED_RULE =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character";

  private Names() {}

  static boolean isLabel(String text) {
    return text.length() <= 63 && LABEL.matcher(text).matches();
  }

  static boolean isSubdomain(String text) {
    return text.length() <= 253 && SUBDOMAIN.matcher(text).matches();
  }

  static boolean isQualified(String text) {
    int slash = text.indexOf('/');
    if (slash == 0 || (slash > 0 && !isSubdomain(text.substring(0, slash)))) {
      return false;
    }
    String name = text.substring(slash + 1);
    return name.length() <= 63 && QUALIFIED.matcher(name).matches();
  }

  static boolean isLabelValue(String text) {
    return text.length() <= 63 && LABEL_VALUE.matcher(text).matches();
  }

  /** Checks name, labels, annotations and finalizers. */
  static void checkMeta(ResourceType type, JsonObject meta, Violations wrong) {
    String name = meta.getString("name", "");
    if (name.isEmpty()) {
      wrong.required("metadata.name", "name or generateName is required");
    } else if (type == ResourceType.NAMESPACES && !isLabel(name)) {
      wrong.invalid("metadata.name", name, LABEL_RULE);
    } else if (!isSubdomain(name)) {
      wrong.invalid("metadata.name", name, SUBDOMAIN_RULE);
    }
    checkLabels("metadata.labels", meta.getJsonObject("labels"), wrong);
    checkAnnotations(meta.getJsonObject("annotations"), wrong);
    JsonArray finalizers = meta.getJsonArray("finalizers", new JsonArray());
    for (int i = 0; i < finalizers.size(); i++) {
      String finalizer = String.valueOf(finalizers.getValue(i));
      if (!isQualified(finalizer)) {
        wrong.invalid("metadata.finalizers[" + i + "]", finalizer, QUALIFIED_RULE);
      }
    }
  }

  static void checkLabels(String field, JsonObject labels, Violations wrong) {
    for (Map.Entry<String, Object> label : entries(labels)) {
      if (!isQualified(label.getKey())) {
        wrong.invalid(field, label.getKey(), QUALIFIED_RULE);
      }
      if (!(label.getValue() instanceof String value) || !isLabelValue(value)) {
        wrong.invalid(field, label.getValue(), VALUE_RULE);
      }
    }
  }

  private static void checkAnnotations(JsonObject annotations, Violations wrong) {
    long size = 0;
    for (Map.Entry<String, Object> annotation : entries(annotations)) {
      if (!isQualified(annotation.getKey())) {
        wrong.invalid("metadata.annotations", annotation.getKey(), QUALIFIED_RULE);
      }
      if (!(annotation.getValue() instanceof String)) {
        wrong.invalid("metadata.annotations", annotation.getValue(), "must be a string");
      }
      size += annotation.getKey().length() + String.valueOf(annotation.getValue()).length();
    }
    if (size > ANNOTATIONS_BYTES) {
      wrong.invalid("metadata.annotations", size, "must have at most 262144 bytes");
    }
  }

  private static Iterable<Map.Entry<String, Object>> entries(JsonObject map) {
    return map == null ? List.of() : map;
  }
}
