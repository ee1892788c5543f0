package avts.bench.step;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * How a peer runs a network.
 *
 * @param channelsLast whether pictures lie with their channels last in memory, else first
 * @param bfloat16 whether its autocast calculates in bfloat16 what it holds fit for that, with
 *     parameters in float32
 * @param threads threads of every operation
 * @param launcherEnvironment whether its process keeps the launcher's settings of OpenMP and
 *     malloc, else the system's
 */
public record PeerOptions(
    boolean channelsLast, boolean bfloat16, int threads, boolean launcherEnvironment) {
  private static final String CHANNELS_LAST = "channels-last";
  private static final String BFLOAT16 = "bf16";

  /** Returns the words of a worker's command line. */
  public List<String> arguments() {
    return List.of(
        channelsLast ? CHANNELS_LAST : "plain",
        bfloat16 ? BFLOAT16 : "f32",
        Integer.toString(threads));
  }

  /** Reads what {@link #arguments} gave. */
  public static PeerOptions parse(List<String> arguments) {
    checkArgument(arguments.size() == 3, "layout, type, threads expected, got %s", arguments);
    return new PeerOptions(
        arguments.get(0).equals(CHANNELS_LAST),
        arguments.get(1).equals(BFLOAT16),
        Integer.parseInt(arguments.get(2)),
        System.getenv("OMP_WAIT_POLICY") != null);
  }

  /** Returns the options in words. */
  public String describe() {
    return (channelsLast ? "channels last" : "channels first")
        + ", "
        + (bfloat16 ? "bfloat16 by autocast" : "float32")
        + (launcherEnvironment ? ", with the launcher's" : ", with the system's")
        + " OpenMP and malloc";
  }
}
