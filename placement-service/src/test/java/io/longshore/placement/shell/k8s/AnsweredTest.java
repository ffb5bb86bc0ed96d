package io.longshore.placement.shell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.longshore.placement.core.desk.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a create failed decides whether it may be sent again, and when it counts as a pod. */
class AnsweredTest {

  private static KubernetesClientException refusal(int code, String reason, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withReason(reason).withMessage(message).build());
  }

  private static KubernetesClientException broken(Throwable cause) {
    return new KubernetesClientException("Operation: [create] failed.", cause);
  }

  @Test
  void whatNeverReachedTheServerWasCertainlyNotDone() {
    assertThat(Answered.create(broken(new ConnectException("Connection refused"))))
        .isEqualTo(new Outcome.NotSent("Connection refused"));
    assertThat(Answered.create(broken(new IOException(new UnknownHostException("api")))))
        .isEqualTo(new Outcome.NotSent("api"));
  }

  @Test
  void whatBrokeOnTheWayMayHaveBeenDone() {
    assertThat(Answered.create(broken(new IOException("Connection was closed"))))
        .isEqualTo(new Outcome.Unanswered("Connection was closed"));
    assertThat(Answered.create(new IllegalStateException())).isInstanceOf(Outcome.Unanswered.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void whoeverGaveUpInBetweenDoesNotKnowEither(int code) {
    assertThat(Answered.create(refusal(code, "Timeout", "gone")))
        .isEqualTo(new Outcome.Unanswered("gone"));
  }

  @ParameterizedTest
  @CsvSource({"400,BadRequest", "404,NotFound", "413,RequestEntityTooLarge", "422,Invalid"})
  void whatThePodItselfBreaksIsForEver(int code, String reason) {
    assertThat(Answered.create(refusal(code, reason, "no")))
        .isEqualTo(new Outcome.Invalid(reason, "no"));
  }

  @Test
  void nameThatIsTakenIsNoOtherConflict() {
    assertThat(Answered.create(refusal(409, "AlreadyExists", "pods \"a\" already exists")))
        .isEqualTo(new Outcome.Exists());
    assertThat(Answered.create(refusal(409, "Conflict", "quota was modified")))
        .isEqualTo(new Outcome.Later("Conflict", "quota was modified"));
  }

  @Test
  void whatAnOperatorOrTimeCuresIsTriedAgain() {
    assertThat(Answered.create(refusal(401, "Unauthorized", "token expired")))
        .isEqualTo(new Outcome.Later("Unauthorized", "token expired"));
    assertThat(Answered.create(refusal(429, "TooManyRequests", "slow down")))
        .isEqualTo(new Outcome.Later("TooManyRequests", "slow down"));
    String quota = "pods \"a\" is forbidden: exceeded quota: q";
    assertThat(Answered.create(refusal(403, "Forbidden", quota)))
        .isEqualTo(new Outcome.Later("ExceededQuota", quota));
    String role = "pods is forbidden: User \"x\" cannot create resource \"pods\"";
    assertThat(Answered.create(refusal(403, "Forbidden", role)))
        .isEqualTo(new Outcome.Later("Forbidden", role));
    String security = "pods \"a\" is forbidden: violates PodSecurity \"restricted\"";
    assertThat(Answered.create(refusal(403, "Forbidden", security)))
        .isEqualTo(new Outcome.Invalid("Forbidden", security));
  }

  @Test
  void fenceIsToldFromOtherPolicies() {
    String fence =
        "pods \"a\" is forbidden: ValidatingAdmissionPolicy 'longshore-fence' with binding"
            + " 'longshore-fence' denied request: below";
    assertThat(Answered.create(refusal(403, "Forbidden", fence)))
        .isEqualTo(new Outcome.Fenced(fence));
    assertThat(Answered.create(refusal(422, "Invalid", fence)))
        .isEqualTo(new Outcome.Fenced(fence));
    String other = "ValidatingAdmissionPolicy 'no-latest-tag' denied request";
    assertThat(Answered.create(refusal(422, "Invalid", other)))
        .isEqualTo(new Outcome.Invalid("Invalid", other));
  }
}
