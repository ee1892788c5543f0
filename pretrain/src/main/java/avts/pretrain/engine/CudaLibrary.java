package avts.pretrain.engine;

import avts.pretrain.cuda.ComputeCapability;
import avts.pretrain.cuda.CudaBinary;
import avts.pretrain.cuda.CudaException;
import avts.pretrain.cuda.GraphicsCard;
import avts.pretrain.cuda.NvidiaSmi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.context.Nd4jContext;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's build for graphics cards, before ND4J has started.
 *
 * <p>ND4J itself looks at no compute capability: on a card that it holds no code for it starts and
 * then fails in its first kernel.
 */
final class CudaLibrary {

  /** ND4J's name of the backend; the class is on the class path in builds for CUDA alone. */
  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

  private static final String WITHOUT =
      "; or run on the processor (AVTS_WITH= for the launcher, no -Pcuda for Maven)";

  private final Nd4jBackend backend;

  private CudaLibrary(Nd4jBackend backend) {
    this.backend = backend;
  }

  /** Returns the build where it is on the class path. */
  static Optional<CudaLibrary> onClassPath() {
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .filter(provider -> provider.type().getName().equals(BACKEND))
        .map(provider -> new CudaLibrary(provider.get()))
        .findFirst();
  }

  /**
   * Loads the library and returns the cards that it would use, which CUDA_VISIBLE_DEVICES may
   * choose; at least one, and all of them run its machine code. Starts no kernel.
   *
   * @throws CudaException if there is none or another one, or if the library cannot be loaded
   */
  List<GraphicsCard> cards() {
    NvidiaSmi.Answer machine = NvidiaSmi.installed().ask();
    if (!machine.cards().isEmpty() && refusals(machine.cards()).size() == machine.cards().size()) {
      throw new CudaException(sentence(machine.cards()) + ". Use another card" + WITHOUT);
    }
    List<GraphicsCard> visible = visible(machine);
    if (!refusals(visible).isEmpty()) {
      throw new CudaException(
          sentence(visible) + ". Hide this card by CUDA_VISIBLE_DEVICES" + WITHOUT);
    }
    return visible;
  }

  private static List<String> refusals(List<GraphicsCard> cards) {
    return cards.stream().flatMap(card -> CudaBinary.refusal(card).stream()).toList();
  }

  private static String sentence(List<GraphicsCard> cards) {
    return refusals(cards).stream().distinct().collect(Collectors.joining("; "));
  }

  private List<GraphicsCard> visible(NvidiaSmi.Answer machine) {
    List<GraphicsCard> cards;
    try {
      start();
      NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
      cards =
          IntStream.range(0, operations.getAvailableDevices())
              .mapToObj(device -> card(operations, device))
              .toList();
    } catch (LinkageError e) {
      throw new CudaException(
          "the CUDA build of ND4J cannot be loaded: "
              + rootMessage(e)
              + (machine.problem().isEmpty() ? "" : " (" + machine.problem() + ")")
              + ". Install NVIDIA's driver, CUDA 11.6 and cuDNN 8.3, with their libraries on the"
              + " LD_LIBRARY_PATH"
              + WITHOUT,
          e);
    }
    if (cards.isEmpty()) {
      throw new CudaException(
          "CUDA sees no graphics card"
              + (machine.problem().isEmpty() ? "" : ": " + machine.problem())
              + ". Look at CUDA_VISIBLE_DEVICES and at the driver"
              + WITHOUT);
    }
    return cards;
  }

  /** Does what ND4J does before its own start, and leaves the cards alone. */
  @SuppressWarnings("IllegalCatch")
  private void start() {
    try {
      backend.canRun(); // also finds the libraries where they are on the class path
    } catch (RuntimeException e) {
      // all that ND4J throws where there is no card; the list of cards tells
    }
    try (InputStream settings = backend.getConfigurationResource().getInputStream()) {
      Nd4jContext.getInstance().updateProperties(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read", e);
    }
  }

  private static GraphicsCard card(NativeOps operations, int device) {
    return new GraphicsCard(
        operations.getDeviceName(device),
        new ComputeCapability(
            operations.getDeviceMajor(device), operations.getDeviceMinor(device)));
  }

  /** ND4J wraps what the loader said several times. */
  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
