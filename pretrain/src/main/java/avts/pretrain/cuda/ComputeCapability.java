package avts.pretrain.cuda;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Generation of a graphics card's instruction set, such as 8.6.
 *
 * @param major number of the generation; machine code never runs on another one
 * @param minor number within the generation; machine code runs on its own and on higher ones
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** Checks that both numbers are not negative. */
  public ComputeCapability {
    checkArgument(major >= 0 && minor >= 0, "no compute capability: %s.%s", major, minor);
  }

  /**
   * Reads the usual form, two numbers with a dot between.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static ComputeCapability parse(String text) {
    Matcher matcher = FORM.matcher(text);
    checkArgument(matcher.matches(), "no compute capability such as 8.6: '%s'", text);
    return new ComputeCapability(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Returns whether machine code for this capability runs on a card of another one. */
  boolean runsOn(ComputeCapability card) {
    return major == card.major && minor <= card.minor;
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return Comparator.comparingInt(ComputeCapability::major)
        .thenComparingInt(ComputeCapability::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
