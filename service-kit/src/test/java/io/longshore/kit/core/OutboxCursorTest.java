package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxCursorTest {

  private static final OutboxCursor AT_5 = OutboxCursor.takeover(5, 0);

  @Test
  void takeoverSendsFromTheOldestUnacknowledged() {
    assertThat(AT_5.next()).isEqualTo(6);
    assertThat(AT_5.waits()).isFalse();
  }

  @Test
  void sendsOnBehindWhatIsSent() {
    assertThat(AT_5.sent(9, 1).next()).isEqualTo(10);
    assertThat(AT_5.sent(9, 1).sent(8, 1).next()).isEqualTo(10);
  }

  @Test
  void failedSendStartsOver() {
    assertThat(AT_5.sent(9, 1).acked(7, 2).failed(3).next()).isEqualTo(8);
  }

  @Test
  void acknowledgementBeyondWhatIsSentSkipsAhead() {
    assertThat(AT_5.acked(8, 1).next()).isEqualTo(9);
  }

  @Test
  void olderAcknowledgementSaysNothing() {
    var cursor = AT_5.sent(9, 1).acked(8, 2);
    assertThat(cursor.acked(7, 3)).isSameAs(cursor);
    assertThat(cursor.acked(8, 3)).isSameAs(cursor);
  }

  @Test
  void noProgressForTenSecondsProbesWithTheOldest() {
    var sent = AT_5.sent(9, 1_000);
    assertThat(sent.tick(10_999)).isSameAs(sent);
    var probe = sent.tick(11_000);
    assertThat(probe.next()).isEqualTo(6);
    assertThat(probe.probing()).isTrue();
    assertThat(probe.waits()).isFalse();
    assertThat(probe.sent(6, 11_001).waits()).isTrue();
  }

  @Test
  void progressPutsOffTheStall() {
    var cursor = AT_5.sent(9, 1_000).acked(6, 9_000);
    assertThat(cursor.tick(18_999).probing()).isFalse();
    assertThat(cursor.tick(19_000).probing()).isTrue();
  }

  @Test
  void acknowledgedProbeGoesOnRightBehindIt() {
    var probe = AT_5.sent(9, 0).tick(10_000).sent(6, 10_001).acked(6, 10_500);
    assertThat(probe.probing()).isFalse();
    assertThat(probe.next()).isEqualTo(7);
  }

  @Test
  void unansweredProbeIsSentAgainEveryTenSeconds() {
    var probe = AT_5.sent(9, 0).tick(10_000).sent(6, 10_001);
    assertThat(probe.tick(20_000).waits()).isTrue();
    assertThat(probe.tick(20_001).next()).isEqualTo(6);
    assertThat(probe.tick(20_001).waits()).isFalse();
  }

  @Test
  void nothingUnderWayNeverStalls() {
    assertThat(AT_5.tick(1_000_000)).isSameAs(AT_5);
    var done = AT_5.sent(9, 1).acked(9, 2);
    assertThat(done.tick(1_000_000)).isSameAs(done);
    assertThat(done.sent(10, 1_000_000).tick(1_000_001).probing()).isFalse();
  }
}
