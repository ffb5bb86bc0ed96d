package io.longshore.standalone.world.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** EC2's actions on launch templates. */
final class Ec2TemplateApi {

  private static final String DATA = "LaunchTemplateData";

  /** The members of launch template data that are kept; others are refused, never dropped. */
  private static final Set<String> KNOWN =
      Set.of(
          "ImageId",
          "InstanceType",
          "UserData",
          "KeyName",
          "EbsOptimized",
          "IamInstanceProfile",
          "BlockDeviceMapping",
          "SecurityGroupId",
          "SecurityGroup",
          "NetworkInterface",
          "TagSpecification",
          "InstanceMarketOptions",
          "InstanceInitiatedShutdownBehavior",
          "MetadataOptions",
          "Monitoring",
          "Placement",
          "CreditSpecification");

  /** Lists are named differently in what EC2 answers. */
  private static final Map<String, String> LISTS =
      Map.of(
          "BlockDeviceMapping", "blockDeviceMappingSet",
          "SecurityGroupId", "securityGroupIdSet",
          "SecurityGroup", "securityGroupSet",
          "NetworkInterface", "networkInterfaceSet",
          "TagSpecification", "tagSpecificationSet",
          "Tag", "tagSet");

  private static final int MOST_USER_DATA = 16 << 10;

  private final Templates templates;
  private final String account;

  Ec2TemplateApi(Templates templates, String account) {
    this.templates = templates;
    this.account = account;
  }

  private record Shown(LaunchTemplate template, LaunchTemplate.Version version) {}

  void create(Params request, Xml out) {
    String name = request.required("LaunchTemplateName");
    if (!name.matches("[a-zA-Z0-9().\\-/_]{3,128}")) {
      throw AwsException.client(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: - ( ) . / _.");
    }
    Optional<LaunchTemplate> existing = templates.byName(name);
    if (existing.isPresent()) {
      boolean repeated =
          request.find("ClientToken").isPresent() && existing.get().request().equals(request);
      if (!repeated) {
        throw AwsException.client(
            "InvalidLaunchTemplateName.AlreadyExistsException",
            "Launch template name already in use.");
      }
      template(out, existing.get());
      return;
    }
    long now = System.currentTimeMillis();
    var version =
        new LaunchTemplate.Version(1, request.get("VersionDescription", ""), now, data(request));
    List<Params> tags =
        request.list("TagSpecification").stream()
            .filter(s -> s.get("ResourceType", "").equals("launch-template"))
            .flatMap(s -> s.list("Tag").stream())
            .toList();
    template(
        out,
        templates.put(
            new LaunchTemplate(
                Ids.next("lt"),
                name,
                now,
                1,
                List.of(version),
                Ec2InstanceApi.tags(tags),
                request)));
  }

  void createVersion(Params request, Xml out) {
    LaunchTemplate template = templates.required(request);
    var version =
        new LaunchTemplate.Version(
            template.latest().number() + 1,
            request.get("VersionDescription", ""),
            System.currentTimeMillis(),
            data(request));
    LaunchTemplate stored = templates.put(template.plus(version));
    out.element("launchTemplateVersion", () -> version(out, new Shown(stored, version)));
  }

  void modify(Params request, Xml out) {
    LaunchTemplate template = templates.required(request);
    String wanted = request.required("SetDefaultVersion");
    long version = template.version(wanted).orElseThrow(() -> noVersion(template, wanted)).number();
    template(out, templates.put(template.withDefault(version)));
  }

  void describe(Params request, Xml out) {
    List<String> names = request.strings("LaunchTemplateName");
    List<String> ids = request.strings("LaunchTemplateId");
    for (String name : names) {
      if (templates.byName(name).isEmpty()) {
        throw AwsException.client(
            "InvalidLaunchTemplateName.NotFoundException",
            "At least one of the launch templates specified in the request does not exist.");
      }
    }
    for (String id : ids) {
      if (templates.byId(id).isEmpty()) {
        throw AwsException.client(
            "InvalidLaunchTemplateId.NotFound",
            "The specified launch template, with template ID %s, does not exist.".formatted(id));
      }
    }
    Predicate<LaunchTemplate> matches =
        Ec2Filters.parse(
            request,
            (template, filter) ->
                filter.equals("launch-template-name")
                    ? List.of(template.name())
                    : Ec2Filters.tags(template.tags(), filter));
    var found =
        templates.all().stream()
            .filter(
                t ->
                    (names.isEmpty() && ids.isEmpty())
                        || names.contains(t.name())
                        || ids.contains(t.id()))
            .filter(matches)
            .toList();
    var page = Pages.page(found, request, "MaxResults", LaunchTemplate::id);
    out.list("launchTemplates", "item", page.items(), this::members);
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  void describeVersions(Params request, Xml out) {
    LaunchTemplate template = templates.required(request);
    List<String> wanted = request.strings("LaunchTemplateVersion");
    var shown = new ArrayList<Shown>();
    if (wanted.isEmpty()) {
      template.versions().reversed().forEach(v -> shown.add(new Shown(template, v)));
    }
    for (String each : wanted) {
      shown.add(
          new Shown(template, template.version(each).orElseThrow(() -> noVersion(template, each))));
    }
    var page = Pages.page(shown, request, "MaxResults", s -> Long.toString(s.version().number()));
    out.list("launchTemplateVersionSet", "item", page.items(), this::version);
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  void delete(Params request, Xml out) {
    LaunchTemplate template = templates.required(request);
    templates.remove(template);
    template(out, template);
  }

  private static Params data(Params request) {
    Params data = request.under(DATA);
    for (String member : data.heads()) {
      if (!KNOWN.contains(member)) {
        throw AwsException.client(
            "UnknownParameter", "The parameter %s is not recognized".formatted(member));
      }
    }
    if (data.get("UserData", "").length() > MOST_USER_DATA) {
      throw AwsException.client("InvalidUserData.Malformed", "User data is limited to 16384 bytes");
    }
    return data;
  }

  private static AwsException noVersion(LaunchTemplate template, String version) {
    return AwsException.client(
        "InvalidLaunchTemplateId.VersionNotFound",
        "Could not find the specified version %s for the launch template with ID %s."
            .formatted(version, template.id()));
  }

  private void template(Xml out, LaunchTemplate template) {
    out.element("launchTemplate", () -> members(out, template));
  }

  private void members(Xml out, LaunchTemplate template) {
    out.leaf("launchTemplateId", template.id())
        .leaf("launchTemplateName", template.name())
        .time("createTime", template.createdAt())
        .leaf("createdBy", "arn:aws:iam::%s:root".formatted(account))
        .leaf("defaultVersionNumber", template.defaultVersion())
        .leaf("latestVersionNumber", template.latest().number());
    Ec2InstanceApi.tagSet(out, template.tags());
  }

  private void version(Xml out, Shown shown) {
    LaunchTemplate.Version version = shown.version();
    out.leaf("launchTemplateId", shown.template().id())
        .leaf("launchTemplateName", shown.template().name())
        .leaf("versionNumber", version.number());
    if (!version.description().isEmpty()) {
      out.leaf("versionDescription", version.description());
    }
    out.time("createTime", version.createdAt())
        .leaf("createdBy", "arn:aws:iam::%s:root".formatted(account))
        .leaf("defaultVersion", version.number() == shown.template().defaultVersion())
        .element("launchTemplateData", () -> structure(out, version.data()));
  }

  /** Writes what was sent as what is answered: small first letters, and lists under their names. */
  private static void structure(Xml out, Params data) {
    for (String head : data.heads()) {
      String list = LISTS.get(head);
      String name = Character.toLowerCase(head.charAt(0)) + head.substring(1);
      Params below = data.under(head);
      if (list == null && below.isEmpty()) {
        out.leaf(name, data.get(head, ""));
      } else if (list == null) {
        out.element(name, () -> structure(out, below));
      } else if (data.strings(head).isEmpty()) {
        out.list(list, "item", data.list(head), Ec2TemplateApi::structure);
      } else {
        out.leaves(list, "item", data.strings(head));
      }
    }
  }
}
