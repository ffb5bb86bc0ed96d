package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.PlacementReadServiceGrpc;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service as it is deployed, on the stand-in's cluster. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs =
        @ResourceArg(
            name = "topics",
            value = "longshore.launches.main,longshore.placement-reports,longshore.registry"))
@QuarkusTestResource(WorldResource.class)
class PlacementQTest {

  private static final Scheduler SCHEDULER =
      new Scheduler("longshore.launches.main", "longshore.placement-reports", "main");

  /** As the configuration has it by default. */
  private static final int KEPT = 1 << 20;

  private final StandIn world = WorldResource.world();
  private final LaunchId id = new LaunchId(UUID.randomUUID().toString(), new Part.Child(3), 2);

  @TestHTTPResource("/")
  URI http;

  private ManagedChannel channel;

  @BeforeAll
  static void register() {
    Scheduler.register("longshore.registry");
  }

  @BeforeEach
  void connect() {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", http.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void launchGoesInAsAMessageAndComesOutAsReports() throws Exception {
    soon().until(() -> get("/q/health/ready").statusCode() == 200);
    SCHEDULER.start(
        id,
        world.place("n1"),
        Scheduler.template("sh", "-c", "env | grep ^AWS_BATCH_ | sort; exit 5"));
    awaitPhase(LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(SCHEDULER.heard(id).getLast().getContainers(0).getExitCode()).isEqualTo(5);
    assertThat(text(read(request())))
        .isEqualTo(
            """
            AWS_BATCH_CE_NAME=spot
            AWS_BATCH_JOB_ARRAY_INDEX=3
            AWS_BATCH_JOB_ARRAY_SIZE=100
            AWS_BATCH_JOB_ATTEMPT=1
            AWS_BATCH_JOB_ID=%s:3
            AWS_BATCH_JOB_KUBERNETES_NODE_UID=%s
            AWS_BATCH_JQ_NAME=high
            """
                .formatted(id.jobId(), world.place("n1").uid()));
    closeAndAwaitGone();
    assertThat(get("/q/health").body()).contains("clusters", "\"main\": \"SERVED\"", "grpc");
    assertThat(get("/q/metrics").body())
        .contains(
            "longshore_placement_served{cluster=\"main\"} 1.0",
            "longshore_placement_reports_total{cluster=\"main\",phase=\"ENDED\"}");
  }

  @Test
  void outputIsFollowedWhileItComesAndToItsEnd(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    SCHEDULER.start(
        id,
        world.place("n1"),
        Scheduler.template(
            "sh", "-c", "echo first; until [ -e " + go + " ]; do sleep 0.05; done; echo last"));
    awaitPhase(LaunchPhase.LAUNCH_PHASE_RUNNING);
    var pieces =
        PlacementReadServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .readLogs(request().setFollow(true).build());
    assertThat(pieces.next().getData().toStringUtf8()).isEqualTo("first\n");
    Files.createFile(go);
    assertThat(text(all(pieces))).isEqualTo("last\n");
    closeAndAwaitGone();
  }

  @Test
  void allContainersAreFollowedSideBySideAndReadFromATimeOn(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    Path end = folder.resolve("end");
    String waits = "until [ -e %s ]; do sleep 0.05; done; ";
    var template =
        Scheduler.template(
            "sh", "-c", "echo early; " + waits.formatted(go) + "echo late; " + waits.formatted(end))
            .toBuilder();
    var pod = template.getPodBuilder();
    pod.addInitContainersBuilder()
        .setName("before")
        .setImage("busybox")
        .addCommand("echo")
        .addCommand("init");
    pod.addContainersBuilder()
        .setName("beside")
        .setImage("busybox")
        .addCommand("echo")
        .addCommand("beside");
    SCHEDULER.start(id, world.place("n1"), template.build());
    awaitPhase(LaunchPhase.LAUNCH_PHASE_RUNNING);
    var pieces =
        PlacementReadServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .readLogs(request().setFollow(true).build());
    var first = List.of(pieces.next(), pieces.next(), pieces.next());
    assertThat(first)
        .extracting(piece -> piece.getContainer() + " " + piece.getData().toStringUtf8())
        .containsExactlyInAnyOrder("before init\n", "main early\n", "beside beside\n");
    // Nodes know of whole seconds.
    long since = (System.currentTimeMillis() / 1000 + 2) * 1000;
    soon().until(() -> System.currentTimeMillis() > since);
    Files.createFile(go);
    assertThat(pieces.next().getData().toStringUtf8()).isEqualTo("late\n");
    assertThat(text(read(request()))).isEqualTo("init\nearly\nlate\nbeside\n");
    assertThat(text(read(request().setSince(since)))).isEqualTo("late\n");
    Files.createFile(end);
    assertThat(all(pieces)).isEmpty();
    awaitPhase(LaunchPhase.LAUNCH_PHASE_ENDED);
    closeAndAwaitGone();
    assertThat(text(read(request()))).isEqualTo("init\nearly\nlate\nbeside\n");
  }

  @Test
  void lastMebibyteOfEachContainerOutlivesThePod() {
    var template = Scheduler.template("sh", "-c", "yes 'naïve ☃ line' | head -n 80000").toBuilder();
    var second = template.getPodBuilder().addContainersBuilder();
    second.setName("beside").setImage("busybox").addCommand("echo").addCommand("beside");
    SCHEDULER.start(id, world.place("n2"), template.build());
    awaitPhase(LaunchPhase.LAUNCH_PHASE_ENDED);
    closeAndAwaitGone();
    assertThat(read(request()))
        .extracting(ReadLogsResponse::getContainer)
        .containsSubsequence("main", "beside")
        .containsOnly("main", "beside");
    List<ReadLogsResponse> kept = read(request().setContainer("main"));
    String text = text(kept);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(KEPT - 3, KEPT);
    assertThat(text).endsWith("naïve ☃ line\n").doesNotContain("\uFFFD");
    assertThat(kept.getFirst().getTruncated()).isTrue();
    assertThat(kept.getFirst().getContainer()).isEqualTo("main");
    assertThat(text(read(request().setTailLines(2))))
        .isEqualTo("naïve ☃ line\nnaïve ☃ line\nbeside\n");
    long now = System.currentTimeMillis();
    assertThat(text(read(request().setSince(now - 600_000)))).endsWith("line\nbeside\n");
    assertThat(text(read(request().setSince(now + 600_000)))).isEmpty();
    assertThat(text(read(request().setContainer("beside")))).isEqualTo("beside\n");
    assertThat(text(read(request().setFollow(true).setContainer("beside")))).isEqualTo("beside\n");
  }

  @Test
  void whatWasNeverWrittenIsNotFoundAndBadRequestsAreRefused() {
    assertThat(refusal(request())).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal(request().clearNamespace())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal(request().clearPodName())).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private void closeAndAwaitGone() {
    SCHEDULER.close(id);
    soon().until(() -> world.pod(id.podName()) == null);
  }

  private ReadLogsRequest.Builder request() {
    return ReadLogsRequest.newBuilder().setNamespace(StandIn.BATCH).setPodName(id.podName());
  }

  private List<ReadLogsResponse> read(ReadLogsRequest.Builder request) {
    return all(
        PlacementReadServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .readLogs(request.build()));
  }

  private static List<ReadLogsResponse> all(Iterator<ReadLogsResponse> pieces) {
    var all = new ArrayList<ReadLogsResponse>();
    pieces.forEachRemaining(all::add);
    return all;
  }

  private Status.Code refusal(ReadLogsRequest.Builder request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> read(request))
        .getStatus()
        .getCode();
  }

  private static String text(List<ReadLogsResponse> pieces) {
    var bytes = new ByteArrayOutputStream();
    pieces.forEach(piece -> bytes.writeBytes(piece.getData().toByteArray()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void awaitPhase(LaunchPhase phase) {
    soon().until(() -> SCHEDULER.heard(id).stream().anyMatch(r -> r.getPhase() == phase));
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
