package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's native library, unpacked once a user and version.
 *
 * <p>Left to itself ONNX Runtime unpacks some 28 MB into a temporary folder at every start. It
 * takes them from {@value #NATIVE_PATH} where that is set, so this class unpacks them into {@code
 * avts/onnxruntime/VERSION-SYSTEM} of the user's folder for caches and sets the property. Versions
 * that nobody has used for {@link #KEPT} go when another one is unpacked. Where there is no such
 * folder, or it cannot be written, ONNX Runtime goes its own way.
 *
 * @param root folder of the versions
 * @param version of ONNX Runtime
 */
record NativeCache(Path root, String version) {
  static final String NATIVE_PATH = "onnxruntime.native.path";

  /** Overrides the user's folder for caches. */
  static final String CACHE = "avts.cache";

  /** How long a version stays that is not used. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final String SIZES = "sizes.txt";
  private static final String UNFINISHED = ".tmp-";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  /**
   * Makes ONNX Runtime use the cache. Must come before the first use of its classes; later calls
   * change nothing.
   */
  static synchronized void prepare() {
    if (System.getProperty(NATIVE_PATH) != null) {
      return;
    }
    Path caches = caches();
    String system = system();
    if (caches == null || system == null) {
      return;
    }
    try {
      NativeCache cache =
          new NativeCache(caches.resolve("avts").resolve("onnxruntime"), bundledVersion());
      Path folder = cache.folder(system);
      if (folder != null) {
        System.setProperty(NATIVE_PATH, folder.toString());
      }
    } catch (IOException e) {
      System.getLogger(NativeCache.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "no cache for ONNX Runtime's library, every start will take longer: {0}",
              e.toString());
    }
  }

  /** Returns the user's folder for caches; null where there is none. */
  private static @Nullable Path caches() {
    String own = System.getProperty(CACHE);
    if (own != null) {
      return Path.of(own);
    }
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", ""));
    if (name.startsWith("windows")) {
      return absolute(System.getenv("LOCALAPPDATA"));
    }
    if (!home.isAbsolute()) {
      return null;
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    Path stated = absolute(System.getenv("XDG_CACHE_HOME"));
    return stated != null ? stated : home.resolve(".cache");
  }

  private static @Nullable Path absolute(@Nullable String path) {
    return path != null && Path.of(path).isAbsolute() ? Path.of(path) : null;
  }

  /** Returns ONNX Runtime's name of this system; null where it has no library for it. */
  private static @Nullable String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String os = name.startsWith("windows") ? "win" : name.startsWith("mac") ? "osx" : "linux";
    return switch (processor) {
      case "amd64", "x86_64" -> os + "-x64";
      case "aarch64", "arm64" -> os + "-aarch64";
      default -> null;
    };
  }

  private static String bundledVersion() throws IOException {
    try (InputStream in = NativeCache.class.getResourceAsStream("onnxruntime.version")) {
      if (in == null) {
        throw new IOException("the runtime's jar is not whole: it has no onnxruntime.version");
      }
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }

  /**
   * Returns the folder that holds the libraries of a system, unpacked; null where there are none
   * for it.
   */
  @Nullable Path folder(String system) throws IOException {
    Path folder = root.resolve(version + "-" + system);
    if (!isWhole(folder)) {
      Map<String, URL> libraries = new LinkedHashMap<>();
      for (String library : LIBRARIES) {
        String file = System.mapLibraryName(library);
        URL url = OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + system + "/" + file);
        if (url == null) {
          return null;
        }
        libraries.put(file, url);
      }
      unpack(folder, libraries);
      dropUnused(folder);
    }
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    return folder;
  }

  /** Compares with the sizes that were noted, since asking the jar would cost 20 ms a start. */
  private static boolean isWhole(Path folder) throws IOException {
    Path sizes = folder.resolve(SIZES);
    if (!Files.isRegularFile(sizes)) {
      return false;
    }
    for (String line : Files.readAllLines(sizes, UTF_8)) {
      int space = line.indexOf(' ');
      Path file = folder.resolve(line.substring(space + 1));
      if (space < 1
          || !Files.isRegularFile(file)
          || !line.substring(0, space).equals(Long.toString(Files.size(file)))) {
        return false;
      }
    }
    return true;
  }

  /** Unpacks beside the folder and renames: another process sees it whole or not at all. */
  private void unpack(Path folder, Map<String, URL> libraries) throws IOException {
    Files.createDirectories(root);
    Path unfinished = Files.createTempDirectory(root, UNFINISHED);
    try {
      StringBuilder sizes = new StringBuilder();
      for (Map.Entry<String, URL> library : libraries.entrySet()) {
        try (InputStream in = library.getValue().openStream()) {
          long size = Files.copy(in, unfinished.resolve(library.getKey()));
          sizes.append(size).append(' ').append(library.getKey()).append('\n');
        }
      }
      Files.writeString(unfinished.resolve(SIZES), sizes, UTF_8);
      // A folder that is there is broken, or another process has just made it.
      if (Files.exists(folder) && !isWhole(folder)) {
        delete(folder);
      }
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!isWhole(folder)) {
        throw e;
      }
    } finally {
      delete(unfinished);
    }
  }

  /** Drops what nobody has used for long. What another process holds open may stay. */
  private void dropUnused(Path used) throws IOException {
    Instant now = Instant.now();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(root)) {
      for (Path folder : versions) {
        boolean unfinished = String.valueOf(folder.getFileName()).startsWith(UNFINISHED);
        Instant oldest = now.minus(unfinished ? ABANDONED : KEPT);
        if (!folder.equals(used)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(oldest)) {
          delete(folder);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
