package io.longshore.standalone.world.aws;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A launch template.
 *
 * @param id EC2's id
 * @param name its name
 * @param createdAt epoch milliseconds
 * @param defaultVersion the version that {@code $Default} means
 * @param versions all versions, oldest first
 * @param tags its own tags
 * @param request what created it, to know a repeated request with the same client token
 */
record LaunchTemplate(
    String id,
    String name,
    long createdAt,
    long defaultVersion,
    List<Version> versions,
    Map<String, String> tags,
    Params request) {

  /**
   * One version.
   *
   * @param number from 1
   * @param description as given
   * @param createdAt epoch milliseconds
   * @param data the launch template data as it was sent
   */
  record Version(long number, String description, long createdAt, Params data) {}

  LaunchTemplate {
    versions = List.copyOf(versions);
    tags = Map.copyOf(tags);
  }

  Version latest() {
    return versions.getLast();
  }

  /** The version that a number, {@code $Latest} or {@code $Default} means. */
  Optional<Version> version(String wanted) {
    long number =
        switch (wanted) {
          case "$Latest" -> latest().number();
          case "$Default", "" -> defaultVersion;
          default -> wanted.matches("\\d{1,18}") ? Long.parseLong(wanted) : -1;
        };
    return versions.stream().filter(v -> v.number() == number).findFirst();
  }

  LaunchTemplate plus(Version version) {
    var all = new ArrayList<>(versions);
    all.add(version);
    return new LaunchTemplate(id, name, createdAt, defaultVersion, all, tags, request);
  }

  LaunchTemplate withDefault(long version) {
    return new LaunchTemplate(id, name, createdAt, version, versions, tags, request);
  }

  LaunchTemplate tagged(Map<String, String> more) {
    var all = new TreeMap<>(tags);
    all.putAll(more);
    return new LaunchTemplate(id, name, createdAt, defaultVersion, versions, all, request);
  }

  JsonObject json() {
    var list = new JsonArray();
    versions.forEach(
        v ->
            list.add(
                new JsonObject()
                    .put("number", v.number())
                    .put("description", v.description())
                    .put("createdAt", v.createdAt())
                    .put("data", v.data().json())));
    var tagJson = new JsonObject();
    tags.forEach(tagJson::put);
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("createdAt", createdAt)
        .put("defaultVersion", defaultVersion)
        .put("versions", list)
        .put("tags", tagJson)
        .put("request", request.json());
  }

  static LaunchTemplate read(JsonObject json) {
    var versions =
        json.getJsonArray("versions").stream()
            .map(JsonObject.class::cast)
            .map(
                v ->
                    new Version(
                        v.getLong("number"),
                        v.getString("description"),
                        v.getLong("createdAt"),
                        Params.read(v.getJsonObject("data"))))
            .toList();
    var tags = new TreeMap<String, String>();
    json.getJsonObject("tags").forEach(e -> tags.put(e.getKey(), (String) e.getValue()));
    return new LaunchTemplate(
        json.getString("id"),
        json.getString("name"),
        json.getLong("createdAt"),
        json.getLong("defaultVersion"),
        versions,
        tags,
        Params.read(json.getJsonObject("request")));
  }
}
