package avts.pretrain.engine;

import avts.pretrain.cuda.CudaBinary;
import avts.pretrain.cuda.CudaException;
import avts.pretrain.cuda.GraphicsCard;
import avts.pretrain.engine.onednn.OneDnn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library that ND4J runs on, as it was found: the one for the processor, or the one for
 * graphics cards where the build was made with the profile {@code cuda}.
 *
 * @param library path of the library
 * @param cards graphics cards that ND4J calculates on; none for the processor
 * @param instructions instruction set that it was built for, such as {@code AVX/AVX2}
 * @param oneDnn whether convolutions run in oneDNN on the processor; there they are 30 to 50 times
 *     slower without
 * @param cuDnn whether convolutions run in cuDNN on graphics cards
 * @param threads threads of OpenMP
 * @param blas name of the linear algebra library
 * @param maximumPhysicalBytes resident memory beyond which JavaCPP refuses to allocate, 0 for none
 */
public record Backend(
    String library,
    List<GraphicsCard> cards,
    String instructions,
    boolean oneDnn,
    boolean cuDnn,
    int threads,
    String blas,
    long maximumPhysicalBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final String NO_ONE_DNN =
      "ND4J RUNS WITHOUT oneDNN: convolutions are 30 to 50 times slower. Put nd4j-native with a"
          + " classifier such as linux-x86_64-onednn-avx2 on the class path (Maven property"
          + " nd4j.classifier), and do not set SD_FORBID_HELPERS. Loaded: {}";

  private static @Nullable Backend loaded;

  /** Copies the list. */
  public Backend {
    cards = List.copyOf(cards);
  }

  /**
   * Loads ND4J, once, and warns loudly where it lacks oneDNN. Whoever uses ND4J calls this first.
   *
   * @throws CudaException if ND4J is the build for graphics cards and there is no card that it
   *     holds code for; nothing has run on any card then
   */
  public static synchronized Backend load() {
    Backend backend = loaded;
    if (backend == null) {
      backend = find();
      loaded = backend;
    }
    return backend;
  }

  /**
   * Limits the threads of operations that the calling thread will call, ND4J's and oneDNN's. Those
   * of linear algebra are the process's, see {@link #algebraThreads}.
   */
  static void limitThreads(int threads) {
    load();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /**
   * Sets the threads of each product of matrices in the process and returns what was set before.
   * Does nothing where products run on a graphics card.
   */
  static int algebraThreads(int threads) {
    if (load().onGraphicsCards()) {
      return threads;
    }
    Blas algebra = Nd4j.factory().blas();
    int before = algebra.getMaxThreads();
    algebra.setMaxThreads(threads);
    return before;
  }

  private static Backend find() {
    Optional<CudaLibrary> cuda = CudaLibrary.onClassPath();
    List<GraphicsCard> cards = cuda.map(CudaLibrary::cards).orElse(List.of());
    int threads = Nd4j.getEnvironment().maxThreads(); // loads the library
    String library =
        Optional.ofNullable(
                Loader.getLoadedLibraries().get(cuda.isPresent() ? "nd4jcuda" : "nd4jcpu"))
            .orElse("unknown");
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    String build = Nd4j.getEnvironment().helpersAllowed() ? operations.buildInfo() : "";
    Map<Object, Object> environment = Map.copyOf(Nd4j.getExecutioner().getEnvironmentInformation());
    Backend backend =
        new Backend(
            library,
            cards,
            instructions(operations.binaryLevel()),
            build.contains("HAVE_ONEDNN") || (cards.isEmpty() && OneDnn.load().isPresent()),
            build.contains("HAVE_CUDNN"),
            threads,
            String.valueOf(environment.get("blas.vendor")),
            Pointer.maxPhysicalBytes());
    if (!backend.onGraphicsCards() && !backend.oneDnn()) {
      LOG.warn(NO_ONE_DNN, library);
    }
    return backend;
  }

  /** Names ND4J's number of an instruction set. */
  private static String instructions(int level) {
    return switch (level) {
      case 1 -> "AVX";
      case 2 -> "AVX/AVX2";
      case 3 -> "AVX-512";
      default -> "generic";
    };
  }

  /** Returns the version of ND4J, from its Maven metadata; "unknown" where those were stripped. */
  public static String version() {
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read", e);
    }
  }

  /** Returns whether ND4J calculates on graphics cards. */
  public boolean onGraphicsCards() {
    return !cards.isEmpty();
  }

  /** Returns a description for people, a line each. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("ND4J library    " + library);
    for (GraphicsCard card : cards) {
      lines.add("calculates on   " + CudaBinary.describe(card));
    }
    lines.add("convolutions    " + convolutions());
    if (!onGraphicsCards()) {
      lines.add("instructions    " + instructions);
    }
    lines.add("OpenMP threads  " + threads);
    lines.add("linear algebra  " + blas);
    lines.add(
        "native memory   "
            + (maximumPhysicalBytes == 0
                ? "no limit"
                : "up to " + (maximumPhysicalBytes >> 20) + " MiB resident"));
    return lines;
  }

  private String convolutions() {
    if (onGraphicsCards()) {
      return cuDnn ? "cuDNN" : "plain CUDA";
    }
    Optional<OneDnn> library = OneDnn.load();
    if (library.isPresent()) {
      return "oneDNN "
          + library.get().version()
          + (library.get().hasBfloat16()
              ? ", float32 and bfloat16"
              : ", float32 (no AVX-512 BF16 in this processor)");
    }
    return oneDnn ? "ND4J's oneDNN 2" : "plain C++ (30 to 50 times slower than oneDNN!)";
  }
}
