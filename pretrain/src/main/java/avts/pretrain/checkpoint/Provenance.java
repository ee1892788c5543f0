package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where weights come from: what would be needed to make them again, and which media they have seen.
 *
 * @param formatVersion version of this record's layout
 * @param versions version of each program part by name: avts, java, nd4j, ffmpeg ...
 * @param machine the computer
 * @param seed the run's root seed
 * @param configSha256 hash of the resolved configuration
 * @param manifestSha256 hash of the manifest, empty where there was none
 * @param command the arguments of the command, folders left out
 * @param parents hashes of the weights files this run was initialised from; empty for a fresh one
 * @param media every file that touched the weights, those of all parents included
 * @param origins weights of other programs that this run or a parent began with
 */
public record Provenance(
    int formatVersion,
    Map<String, String> versions,
    Machine machine,
    long seed,
    String configSha256,
    String manifestSha256,
    List<String> command,
    List<String> parents,
    List<Media> media,
    List<Origin> origins) {
  /** Version of the layout that this program writes. */
  public static final int FORMAT_VERSION = 1;

  private static final String ORIGINS = "origins";

  /** Name of the file inside a run or bundle. */
  public static final String FILE = "provenance.json";

  /**
   * One media file.
   *
   * @param sha256 hash of its content
   * @param group name that it shares with files of partly the same content; empty for none
   */
  public record Media(String sha256, String group) {}

  /**
   * Weights that another program trained.
   *
   * @param kind what they are, such as {@code torchvision mc3-18}
   * @param file name of the file they were imported from, without its folder
   * @param sha256 hash of that file
   * @param mediaListed whether {@code media} holds what they were trained on, by the word of who
   *     imported them; if not, nobody can tell what they have seen
   */
  public record Origin(String kind, String file, String sha256, boolean mediaListed) {}

  /**
   * The computer.
   *
   * @param os operating system with version
   * @param architecture kind of processor, such as {@code amd64}
   * @param cpu the processor's name, empty where unknown
   * @param processors number of processors that Java sees
   */
  public record Machine(String os, String architecture, String cpu, int processors) {

    /** Returns this computer. */
    public static Machine current() {
      return new Machine(
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          System.getProperty("os.arch"),
          cpuName(),
          Runtime.getRuntime().availableProcessors());
    }

    private static String cpuName() {
      Path file = Path.of("/proc/cpuinfo");
      try {
        return Files.isReadable(file)
            ? Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("")
            : "";
      } catch (IOException e) {
        return ""; // a name that is only for people to read
      }
    }
  }

  /** Copies the collections. */
  public Provenance {
    checkArgument(
        formatVersion == FORMAT_VERSION,
        "provenance has format version %s where this program reads %s",
        formatVersion,
        FORMAT_VERSION);
    versions = ImmutableSortedMap.copyOf(versions);
    command = List.copyOf(command);
    parents = List.copyOf(parents);
    media = List.copyOf(media);
    origins = List.copyOf(origins);
  }

  /**
   * Returns this provenance with a further parent, whose media count as seen from now on.
   *
   * @param weightsSha256 hash of the parent's weights file
   * @param parent the parent's own provenance
   */
  public Provenance withParent(String weightsSha256, Provenance parent) {
    Set<Media> all = new LinkedHashSet<>(media);
    all.addAll(parent.media);
    Set<String> hashes = new LinkedHashSet<>(parents);
    hashes.add(weightsSha256);
    hashes.addAll(parent.parents);
    Set<Origin> imported = new LinkedHashSet<>(origins);
    imported.addAll(parent.origins);
    return new Provenance(
        formatVersion,
        versions,
        machine,
        seed,
        configSha256,
        manifestSha256,
        command,
        List.copyOf(hashes),
        List.copyOf(all),
        List.copyOf(imported));
  }

  /** Returns the names of the files whose weights have seen media that nobody listed. */
  public List<String> unlisted() {
    return origins.stream().filter(origin -> !origin.mediaListed()).map(Origin::file).toList();
  }

  /**
   * Returns those of {@code items} that the weights have seen in training: the same content, or a
   * file of the same group.
   */
  public List<Media> seen(Collection<Media> items) {
    Set<String> hashes = new LinkedHashSet<>();
    Set<String> groups = new LinkedHashSet<>();
    for (Media medium : media) {
      hashes.add(medium.sha256());
      if (!medium.group().isEmpty()) {
        groups.add(medium.group());
      }
    }
    return items.stream()
        .filter(item -> hashes.contains(item.sha256()) || groups.contains(item.group()))
        .toList();
  }

  /**
   * Returns command-line arguments as they may be published: of every absolute path only the last
   * part is kept.
   */
  public static List<String> withoutFolders(List<String> arguments) {
    return arguments.stream().map(Provenance::withoutFolder).toList();
  }

  private static String withoutFolder(String argument) {
    int value = argument.startsWith("--") ? argument.indexOf('=') + 1 : 0;
    String path = argument.substring(value);
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:[\\\\/].*");
    int name = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    return absolute ? argument.substring(0, value) + path.substring(name) : argument;
  }

  /** Returns the record as indented JSON. */
  public String toJson() {
    try {
      return mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a provenance could not be written as JSON", e);
    }
  }

  /**
   * Reads {@code provenance.json} from the run or bundle in {@code folder}.
   *
   * @throws IOException if it is missing or broken; the message names the file
   */
  public static Provenance read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      ObjectNode tree = mapper().readValue(Files.readString(file), ObjectNode.class);
      if (!tree.has(ORIGINS)) {
        tree.putArray(ORIGINS); // a file from before there was an import
      }
      return mapper().treeToValue(tree, Provenance.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is broken: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .build();
  }
}
