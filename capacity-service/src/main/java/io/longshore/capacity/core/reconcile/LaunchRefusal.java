package io.longshore.capacity.core.reconcile;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Why a launch was refused.
 *
 * @param code EC2's error code
 * @param message EC2's or Auto Scaling's words
 */
public record LaunchRefusal(String code, String message) {

  /**
   * Auto Scaling writes {@code [Could not launch Spot Instances. ]Code - Message[. Launching …]}.
   */
  private static final Pattern CODED =
      Pattern.compile(
          "^(?:Could not launch [A-Za-z- ]+\\. )?([A-Z][A-Za-z.]+) - (.*)$", Pattern.DOTALL);

  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase("do not have sufficient", "InsufficientInstanceCapacity"),
          new Phrase("no Spot capacity available", "InsufficientInstanceCapacity"),
          new Phrase("more vCPU capacity than your current vCPU limit", "VcpuLimitExceeded"),
          new Phrase("Max spot instance count exceeded", "MaxSpotInstanceCountExceeded"),
          new Phrase("is not supported in your requested Availability Zone", "Unsupported"),
          new Phrase("not authorized", "UnauthorizedOperation"),
          new Phrase("does not exist", "InvalidParameterValue"));

  private record Phrase(String words, String code) {}

  /** Reads the status message of a failed scaling activity. */
  public static LaunchRefusal read(String text) {
    var coded = CODED.matcher(text);
    if (coded.matches()) {
      return new LaunchRefusal(coded.group(1), coded.group(2));
    }
    return PHRASES.stream()
        .filter(phrase -> text.contains(phrase.words()))
        .findFirst()
        .map(phrase -> new LaunchRefusal(phrase.code(), text))
        .orElseGet(() -> new LaunchRefusal("LaunchFailed", text));
  }

  /** Whether the environment's own settings are to blame, so that waiting does not help. */
  static boolean blamesSettings(String code) {
    return code.startsWith("Invalid")
        || code.equals("AuthFailure")
        || code.equals("UnauthorizedOperation")
        || code.equals("OptInRequired");
  }
}
