package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client against the real services: the README's tour, line by line as it is written there, in
 * a shell; then what scripts rely on, and what is left after a fresh start.
 */
@Tag("system")
class TourSystemTest {

  private static final String BLOCK = "```\n./longshore up ";
  private static final Pattern SUBMITTED = Pattern.compile("submitted (\\S+) ([0-9a-f-]{36})");
  private static final List<String> JOBS = List.of("first", "many", "big", "fails");

  @TempDir Path folder;

  @Test
  void theReadmesTourGoesAsItSays() throws Exception {
    var deep = Files.createDirectories(folder.resolve("deep/er"));
    var client = new ClientScript(deep);
    Ids ids;
    try (var up = CommandProcess.up(folder)) {
      ids = tour(client);
      // A FIFO queue's first job that fits nowhere holds those behind it.
      var cancelled = new JsonObject(client.well("./longshore cancel -o json " + ids.big()));
      assertThat(cancelled.getJsonArray("successful")).containsExactly(ids.big());
      var failed =
          client.run(
              "./longshore submit -n fails -q default -d hello --wait -- sh -c 'echo no; exit 3'");
      assertThat(failed.code()).as(failed.toString()).isEqualTo(3);
      var list = new JsonObject(client.run("./longshore list -q default -o json").out());
      assertThat(list.getJsonArray("jobSummaryList"))
          .extracting(job -> ((JsonObject) job).getString("jobName"))
          .containsExactlyInAnyOrderElementsOf(JOBS);
      up.terminate();
      assertThat(up.exit(60)).isEqualTo(128 + 15);
    }
    nobodyAnswers(client);
    try (var fresh = CommandProcess.up(folder, "--fresh")) {
      var gone = client.run("./longshore describe " + ids.first());
      assertThat(gone.code()).as(gone.toString()).isEqualTo(4);
      assertThat(gone.err()).contains("there is no job " + ids.first());
      var queues = new JsonObject(client.run("./longshore describe queues -o json").out());
      assertThat(queues.getJsonArray("jobQueues")).isEmpty();
      fresh.terminate();
      assertThat(fresh.exit(60)).isEqualTo(128 + 15);
    }
  }

  /** The jobs of the tour that its later lines, or the test, come back to. */
  private record Ids(String first, String many, String big) {}

  private static Ids tour(ClientScript client) throws Exception {
    String first = "";
    String many = "";
    String big = "";
    for (var line : lines()) {
      var said =
          client.well(line.replace("explain ID", "explain " + big).replace("ID:2", many + ":2"));
      if (line.contains("submit -n first ")) {
        first = submitted(said, "first");
      } else if (line.contains("submit -n many ")) {
        many = submitted(said, "many");
      } else if (line.contains("submit -n big ")) {
        big = submitted(said, "big");
      } else if (line.contains(" list ")) {
        assertThat(said).contains(first, many, big);
      } else if (line.contains(" explain ")) {
        assertThat(said).as("why it waits").contains("16 vCPUs");
      } else if (line.contains(" logs ")) {
        assertThat(said).isEqualTo("I am 2\n");
      }
    }
    assertThat(List.of(first, many, big)).doesNotContain("");
    return new Ids(first, many, big);
  }

  /** The lines of the README's tour behind the one that starts the stack, without its comments. */
  private static List<String> lines() throws IOException {
    var readme = Files.readString(CommandProcess.root().resolve("README.md"));
    int begin = readme.indexOf(BLOCK) + BLOCK.length();
    assertThat(begin).as("the tour in the README").isGreaterThan(BLOCK.length());
    var block = readme.substring(begin, readme.indexOf("\n```", begin));
    var lines =
        block.replace("\\\n", " ").lines().skip(1).map(line -> line.replaceAll(" {3,}#.*", ""));
    var found = lines.toList();
    assertThat(found).hasSizeGreaterThan(7).allMatch(line -> line.startsWith("./longshore "));
    return found;
  }

  private static String submitted(String said, String name) {
    var found = SUBMITTED.matcher(said);
    assertThat(found.find()).as(said).isTrue();
    assertThat(found.group(1)).isEqualTo(name);
    return found.group(2);
  }

  /** Neither a stack that was stopped nor a port where nobody listens. */
  private static void nobodyAnswers(ClientScript client) throws Exception {
    var stopped = client.run("./longshore list -q default");
    assertThat(stopped.code()).as(stopped.toString()).isEqualTo(3);
    assertThat(stopped.err()).contains("no endpoint is known");
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = closed.getLocalPort();
    }
    var nobody = client.run("./longshore list -q default --endpoint 127.0.0.1:" + port);
    assertThat(nobody.code()).as(nobody.toString()).isEqualTo(3);
  }
}
