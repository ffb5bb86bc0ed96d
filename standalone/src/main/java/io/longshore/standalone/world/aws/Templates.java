package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.store.Journal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All launch templates. */
final class Templates {

  private static final String TABLE = "aws-templates";

  private final Journal journal;
  private final Map<String, LaunchTemplate> byId = new TreeMap<>();

  Templates(Journal journal) {
    this.journal = journal;
    journal.table(TABLE).forEach((id, json) -> byId.put(id, LaunchTemplate.read(json)));
  }

  Collection<LaunchTemplate> all() {
    return byId.values();
  }

  LaunchTemplate put(LaunchTemplate template) {
    byId.put(template.id(), template);
    journal.put(TABLE, template.id(), template.json());
    return template;
  }

  void remove(LaunchTemplate template) {
    byId.remove(template.id());
    journal.remove(TABLE, template.id());
  }

  Optional<LaunchTemplate> byName(String name) {
    return byId.values().stream().filter(t -> t.name().equals(name)).findFirst();
  }

  Optional<LaunchTemplate> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The template that a request names by id or name. */
  Optional<LaunchTemplate> named(Params request) {
    Optional<String> id = request.find("LaunchTemplateId");
    return id.isPresent() ? byId(id.get()) : byName(request.get("LaunchTemplateName", ""));
  }

  /** As {@link #named}; EC2's refusal where there is none. */
  LaunchTemplate required(Params request) {
    return named(request)
        .orElseThrow(
            () -> {
              Optional<String> id = request.find("LaunchTemplateId");
              return id.isPresent()
                  ? AwsException.client(
                      "InvalidLaunchTemplateId.NotFound",
                      "The specified launch template, with template ID %s, does not exist."
                          .formatted(id.get()))
                  : AwsException.client(
                      "InvalidLaunchTemplateName.NotFoundException",
                      "The specified launch template, with template name %s, does not exist."
                          .formatted(request.required("LaunchTemplateName")));
            });
  }
}
