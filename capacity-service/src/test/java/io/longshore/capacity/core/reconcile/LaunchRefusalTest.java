package io.longshore.capacity.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchRefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to"
            + " your request configuration. Launching EC2 instance failed.|UnfulfillableCapacity",
        "Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not"
            + " have sufficient m5.large capacity.|InsufficientInstanceCapacity",
        "We currently do not have sufficient m5.large capacity in the Availability Zone you"
            + " requested (us-east-1a).|InsufficientInstanceCapacity",
        "There is no Spot capacity available that matches your"
            + " request.|InsufficientInstanceCapacity",
        "You have requested more vCPU capacity than your current vCPU limit of 5"
            + " allows.|VcpuLimitExceeded",
        "Your quota allows for 0 more running instance(s).|LaunchFailed",
      })
  void codeIsReadFromAutoScalingsWords(String text, String code) {
    assertThat(LaunchRefusal.read(text).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidParameterValue,true",
    "InvalidAMIID.NotFound,true",
    "UnauthorizedOperation,true",
    "InsufficientInstanceCapacity,false",
    "VcpuLimitExceeded,false",
    "LaunchFailed,false"
  })
  void settingsAreBlamedOnlyWhereWaitingDoesNotHelp(String code, boolean blamed) {
    assertThat(LaunchRefusal.blamesSettings(code)).isEqualTo(blamed);
  }
}
