package avts.pretrain.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library that ND4J runs on, as it was found.
 *
 * @param library path of the library
 * @param instructions instruction set that it was built for, such as {@code AVX/AVX2}
 * @param oneDnn whether convolutions run in oneDNN; else they are 30 to 50 times slower
 * @param threads threads of OpenMP
 * @param blas name of the linear algebra library
 * @param maximumPhysicalBytes resident memory beyond which JavaCPP refuses to allocate, 0 for none
 */
public record Backend(
    String library,
    String instructions,
    boolean oneDnn,
    int threads,
    String blas,
    long maximumPhysicalBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final String NO_ONE_DNN =
      "ND4J RUNS WITHOUT oneDNN: convolutions are 30 to 50 times slower. Put nd4j-native with a"
          + " classifier such as linux-x86_64-onednn-avx2 on the class path (Maven property"
          + " nd4j.classifier), and do not set SD_FORBID_HELPERS. Loaded: {}";

  /** Loads ND4J, once, and warns loudly where it lacks oneDNN. */
  public static Backend load() {
    return Holder.BACKEND;
  }

  /** Loads the library at its first use. */
  private static final class Holder {
    static final Backend BACKEND = find();
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
   */
  static int algebraThreads(int threads) {
    Blas algebra = Nd4j.factory().blas();
    int before = algebra.getMaxThreads();
    algebra.setMaxThreads(threads);
    return before;
  }

  private static Backend find() {
    int threads = Nd4j.getEnvironment().maxThreads(); // loads the library
    String library =
        Optional.ofNullable(Loader.getLoadedLibraries().get("nd4jcpu")).orElse("unknown");
    String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
    boolean oneDnn = build.contains("HAVE_ONEDNN") && Nd4j.getEnvironment().helpersAllowed();
    Map<Object, Object> environment = Map.copyOf(Nd4j.getExecutioner().getEnvironmentInformation());
    Backend backend =
        new Backend(
            library,
            instructions(NativeOpsHolder.getInstance().getDeviceNativeOps().binaryLevel()),
            oneDnn,
            threads,
            String.valueOf(environment.get("blas.vendor")),
            Pointer.maxPhysicalBytes());
    if (!oneDnn) {
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

  /** Returns a description for people, a line each. */
  public List<String> describe() {
    return List.of(
        "ND4J library    " + library,
        "convolutions    "
            + (oneDnn ? "oneDNN (fast)" : "plain C++ (30 to 50 times slower than oneDNN!)"),
        "instructions    " + instructions,
        "OpenMP threads  " + threads,
        "linear algebra  " + blas,
        "native memory   "
            + (maximumPhysicalBytes == 0
                ? "no limit"
                : "up to " + (maximumPhysicalBytes >> 20) + " MiB resident"));
  }
}
