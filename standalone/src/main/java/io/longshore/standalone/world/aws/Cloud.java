package io.longshore.standalone.world.aws;

import io.vertx.core.Vertx;

/** AWS as one thing: its parts wired together. */
public final class Cloud {

  private final Instances instances;
  private final Pools pools;
  private final EventBus events;
  private final AwsServer server;

  /**
   * How the cloud is set up.
   *
   * @param account its account
   * @param usualPool instances in a pool that nothing else is said of
   * @param launchRetryMillis pause of a group after a refused launch
   * @param delays of instances
   * @param events where events go
   */
  public record Settings(
      String account,
      int usualPool,
      long launchRetryMillis,
      Instances.Delays delays,
      EventBus.Settings events) {}

  /** A cloud over a journal and the machines that its instances are. */
  public Cloud(Instances.Ground ground, Settings settings) {
    Vertx vertx = ground.vertx();
    this.pools = new Pools(settings.usualPool());
    this.instances = new Instances(ground, pools, settings.delays());
    var templates = new Templates(ground.journal());
    var activities = new Activities(ground.journal());
    var queues = new Queues(ground.journal(), vertx);
    var chooser = new Chooser(ground.catalogue(), pools, instances);
    var groups =
        new Groups(
            ground.journal(),
            instances,
            templates,
            activities,
            chooser,
            settings.launchRetryMillis());
    groups.start(vertx);
    this.events = new EventBus(vertx, instances, queues, settings.events());
    String account = settings.account();
    var checks = new GroupChecks(groups, templates, ground.catalogue(), ground.geography());
    this.server =
        new AwsServer(
            new Ec2Api(
                new Ec2Offers(ground.catalogue(), ground.geography(), account),
                new Ec2InstanceApi(instances, templates, account),
                new Ec2TemplateApi(templates, account)),
            new AutoScalingApi(
                new GroupApi(groups, instances, checks),
                new GroupViews(groups, instances, templates, account)),
            new SqsApi(queues, account));
  }

  /** The instances. */
  public Instances instances() {
    return instances;
  }

  /** The pools. */
  public Pools pools() {
    return pools;
  }

  /** Events and interruptions. */
  public EventBus events() {
    return events;
  }

  /** What answers requests. */
  public AwsServer server() {
    return server;
  }
}
