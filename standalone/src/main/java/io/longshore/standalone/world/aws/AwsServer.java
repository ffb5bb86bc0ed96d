package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.fault.Faults;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** AWS's HTTP: tells the three services apart. Signatures are taken as they come. */
public final class AwsServer {

  private static final String TARGET = "X-Amz-Target";
  private static final String SQS = "AmazonSQS.";
  private static final String JSON = "application/x-amz-json-1.0";

  private final Ec2Api ec2;
  private final AutoScalingApi autoScaling;
  private final SqsApi sqs;
  private final Calls calls = new Calls();

  AwsServer(Ec2Api ec2, AutoScalingApi autoScaling, SqsApi sqs) {
    this.ec2 = ec2;
    this.autoScaling = autoScaling;
    this.sqs = sqs;
  }

  /** What was called. */
  public Calls calls() {
    return calls;
  }

  /** Answers one request, unless a fault strikes it. */
  public void handle(HttpServerRequest request, Buffer body, Faults faults) {
    String target = request.getHeader(TARGET);
    if (target != null && target.startsWith(SQS)) {
      sqs(request, target.substring(SQS.length()), body, faults);
      return;
    }
    Params params = params(body.toString());
    String action = params.get("Action", "");
    calls.note(authorization(request), action);
    boolean scaling = params.get("Version", "").equals(AutoScalingApi.VERSION);
    Optional<Faults.Fault> fault = faults.strike(Faults.Surface.AWS, action);
    int status = 200;
    String answer;
    try {
      refuse(fault);
      answer = scaling ? autoScaling.answer(action, params) : ec2.answer(action, params);
    } catch (AwsException e) {
      status = e.status();
      answer = scaling ? AutoScalingApi.error(e) : Ec2Api.error(e);
    } catch (RuntimeException e) {
      var failure = new AwsException(500, "InternalError", "Internal error: " + e);
      status = 500;
      answer = scaling ? AutoScalingApi.error(failure) : Ec2Api.error(failure);
    }
    respond(request, fault, status, "text/xml;charset=UTF-8", answer);
  }

  private void sqs(HttpServerRequest request, String action, Buffer body, Faults faults) {
    calls.note(authorization(request), action);
    Optional<Faults.Fault> fault = faults.strike(Faults.Surface.AWS, action);
    var gone = new AtomicBoolean();
    request.connection().closeHandler(_ -> gone.set(true));
    try {
      refuse(fault);
      sqs.answer(action, body.toJsonObject(), request.authority().toString(), gone::get)
          .onSuccess(answer -> respond(request, fault, 200, JSON, answer.encode()));
    } catch (AwsException e) {
      request.response().putHeader("x-amzn-query-error", SqsApi.queryError(e));
      respond(request, fault, e.status(), JSON, SqsApi.error(e).encode());
    } catch (RuntimeException e) {
      JsonObject failure = SqsApi.error(new AwsException(500, "InternalFailure", e.toString()));
      respond(request, fault, 500, JSON, failure.encode());
    }
  }

  private static String authorization(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.getHeader("Authorization"), "");
  }

  private static void refuse(Optional<Faults.Fault> fault) {
    if (fault.filter(f -> f.mode() == Faults.Mode.REFUSE).isPresent()) {
      throw new AwsException(
          fault.get().status(), fault.get().code(), "injected by the world's control");
    }
  }

  private static void respond(
      HttpServerRequest request,
      Optional<Faults.Fault> fault,
      int status,
      String type,
      String answer) {
    if (fault.filter(f -> f.mode() == Faults.Mode.LOSE_ANSWER).isPresent()) {
      request.connection().close();
    } else if (!request.response().closed()) {
      request.response().setStatusCode(status).putHeader("Content-Type", type).end(answer);
    }
  }

  private static Params params(String form) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        entries.add(
            Map.entry(
                URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8)));
      }
    }
    return Params.of(entries);
  }
}
