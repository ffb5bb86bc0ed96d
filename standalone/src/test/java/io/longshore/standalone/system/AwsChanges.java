package io.longshore.standalone.system;

import io.longshore.standalone.demo.WorldControl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What processes have asked AWS to change, each known by the key that its calls are signed with.
 */
record AwsChanges(String url) {

  private static final Pattern READS = Pattern.compile("(Describe|Get|List|Receive).*");

  /**
   * Calls that change something.
   *
   * @param since in milliseconds since the epoch
   */
  List<String> of(String process, long since) {
    return new WorldControl(url)
        .calls().stream()
            .filter(call -> call.key().equals(process) && call.at() >= since)
            .map(call -> call.action())
            .filter(action -> !READS.matcher(action).matches())
            .distinct()
            .toList();
  }

  /** Calls as that process would, had nothing stopped it; what it asks for is not there. */
  void call(String process) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + process + "/by/hand")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-none"))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var unused = client.send(request, BodyHandlers.discarding());
    }
  }
}
